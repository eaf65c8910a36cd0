// Reads answers aloud with a voice of the device itself. Voices that speak from somewhere on the network are left alone:
// nothing that is asked or answered leaves the machine. Without such a voice there is no button (see page.css, .can-read).

const PACE = 0.9;
const speech = window.speechSynthesis;

/** Return the Chinese voice that is on this device, undefined where there is none. */
function localVoice() {
  return speech?.getVoices().find((voice) => voice.localService && /^(zh|cmn)\b/i.test(voice.lang));
}

export class Reader {
  #button = null; // of the answer that is being read

  constructor() {
    const look = () => document.body.classList.toggle("can-read", Boolean(localVoice()));
    speech?.addEventListener?.("voiceschanged", look);
    look();
    window.addEventListener("pagehide", () => speech?.cancel());
  }

  /** Read `text` aloud; while it is being read, its button stops it. */
  toggle(button, text) {
    const stop = button === this.#button;
    this.stop();
    if (stop) return;
    this.#button = button;
    button.textContent = "停止";
    const sentences = text.match(/[^。；！？]+[。；！？]?/g) ?? [text]; // long texts fall silent half-way in some browsers
    for (const [i, sentence] of sentences.entries()) {
      const said = new SpeechSynthesisUtterance(sentence);
      said.voice = localVoice() ?? null;
      said.lang = "zh-CN";
      said.rate = PACE;
      if (i === sentences.length - 1) said.onend = () => this.#button === button && this.stop();
      said.onerror = () => this.#button === button && this.stop();
      speech.speak(said);
    }
  }

  /** Fall silent. */
  stop() {
    speech?.cancel();
    if (this.#button) this.#button.textContent = "读出来";
    this.#button = null;
  }
}
