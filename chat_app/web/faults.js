// Why no answer came, in plain words. Gradio tells of faults in English marks; what its calls brought back says more.

const QUEUE = /\/gradio_api\/queue\/(join|data)/;
const OFFLINE = "现在没有连上网。请检查网络，连上后再问一次。";
const GONE = "暂时连不上服务。请等一两分钟，再问一次。";
const BY_STATUS = {
  413: "问题太长了，请缩短后再问。",
  429: "提问太频繁了，请稍等一会儿再问。",
  503: "现在提问的人多，请稍等一会儿再问。",
};

/** The reason where nothing better is known. */
export const UNKNOWN = "没有收到回答。请稍后再问一次。";

/** The reason when the waiting has become too long. */
export function tooLong() {
  return navigator.onLine ? "等了很久还没有收到回答。请再问一次。" : OFFLINE;
}

/** Watch the calls that Gradio makes; `onFault(reason)` is told when one that carries a question fails. */
export function watchCalls(onFault) {
  const plain = window.fetch.bind(window);
  window.fetch = async (...call) => {
    if (!QUEUE.test(String(call[0]?.url ?? call[0]))) return plain(...call);
    try {
      const response = await plain(...call);
      if (!response.ok) onFault(await reasonOf(response.clone()));
      return response;
    } catch (error) {
      if (error.name !== "AbortError") onFault(navigator.onLine ? GONE : OFFLINE);
      throw error;
    }
  };
}

async function reasonOf(response) {
  try {
    return (await response.json()).error.message; // ours: Chinese, fit to be shown
  } catch {
    return BY_STATUS[response.status] ?? UNKNOWN; // Gradio's own, or a proxy's
  }
}
