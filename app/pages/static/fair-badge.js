// Badges at the door: an opaque code, typed, sent by a hand scanner, or seen by the camera where the browser reads QR.
const badge = (() => {
  const LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ", OFTEN = 200, AGAIN = 3_000;
  let stream = null, last = "", seen = 0;

  // The code as it is kept, or "" where its last letter does not bear out the others.
  function read(text) {
    const plain = text.toUpperCase().replace(/[\s-]/g, ""), values = [...plain].map((one) => LETTERS.indexOf(one));
    const sum = values.slice(0, 7).reduce((all, value, place) => all + (place + 2) * value, 0);
    return plain.length === 8 && !values.includes(-1) && sum % 31 === values[7] ? `${plain.slice(0, 4)}-${plain.slice(4)}` : "";
  }

  const canScan = () => "BarcodeDetector" in window && Boolean(navigator.mediaDevices?.getUserMedia);

  function stop(video) {
    stream?.getTracks().forEach((one) => one.stop());
    stream = null;
    video.hidden = true;
  }

  async function scan(video, found) {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    while (stream) {
      for (const { rawValue } of await detector.detect(video).catch(() => [])) {
        const code = read(rawValue), now = Date.now();
        if (code && (code !== last || now - seen > AGAIN)) await found(code);
        if (code) [last, seen] = [code, now];  // as long as it is held before the camera it is one
      }
      await new Promise((after) => setTimeout(after, OFTEN));
    }
  }

  return { canScan, isOn: () => Boolean(stream), read, scan, stop };
})();
