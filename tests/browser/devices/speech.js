// What was to be spoken is kept in window.spoken, null where speaking was cut off.
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {
  value: {
    getVoices: () => window.voices,
    addEventListener() {},
    cancel: () => window.spoken.push(null),
    speak: ({ text, voice }) => window.spoken.push({ text, voice: voice?.name }),
  },
});
window.SpeechSynthesisUtterance = class {
  constructor(text) {
    this.text = text;
  }
};
