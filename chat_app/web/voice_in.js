// Voice input. A browser that recognises Chinese on the device itself gets the button at once. With any other the voice
// would go to the browser's maker, so there is no button until the visitor has switched it on, having read what that means.

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

export class Dictation {
  #button = document.getElementById("speak");
  #running = null;
  #local = false;

  /** `write(text)` puts what was understood into the question box; `tell(text)` says why nothing was. */
  constructor(look, write, tell) {
    if (!Recognition) return;
    this.write = write;
    this.tell = tell;
    const choice = document.getElementById("dictation-on");
    const show = () => (this.#button.hidden = !(this.#local || choice.checked));
    choice.checked = look.get("dictation") === true;
    choice.addEventListener("change", () => {
      look.set("dictation", choice.checked);
      show();
    });
    this.#button.addEventListener("click", () => (this.#running ? this.#running.stop() : this.#listen()));
    onDevice().then((local) => {
      this.#local = local;
      document.getElementById("dictation").hidden = local;
      show();
    });
  }

  #listen() {
    const listening = new Recognition();
    listening.lang = "zh-CN";
    if (this.#local) listening.processLocally = true;
    listening.onresult = ({ results }) => this.write(results[0][0].transcript);
    listening.onerror = ({ error }) => this.tell(REASONS[error] ?? "没有听清，请再说一次，或者打字提问。");
    listening.onend = () => this.#mark(null);
    this.#mark(listening);
    listening.start();
  }

  #mark(running) {
    this.#running = running;
    this.#button.textContent = running ? "说完了" : "说话";
    this.#button.setAttribute("aria-pressed", String(Boolean(running)));
  }
}

const REASONS = {
  "not-allowed": "浏览器没有让本页使用话筒。请在浏览器设置里允许，或者打字提问。",
  "audio-capture": "没有找到话筒，请打字提问。",
  network: "语音识别连不上，请打字提问。",
  aborted: "",
};

async function onDevice() {
  try {
    return (await Recognition.available({ langs: ["zh-CN"], processLocally: true })) === "available";
  } catch {
    return false; // an older browser, which cannot promise it
  }
}
