window.voices = [{ name: "云端", lang: "zh-CN", localService: false }];
