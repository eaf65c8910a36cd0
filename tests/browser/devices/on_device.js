window.SpeechRecognition.available = async ({ processLocally }) => (processLocally ? "available" : "unavailable");
