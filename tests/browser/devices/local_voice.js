window.voices.push({ name: "本机", lang: "zh-CN", localService: true });
