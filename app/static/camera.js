// A photo from the camera: a phone's own camera app, or the live picture on the page.

import { $ } from "./elements.js";

const WIDTH_PX = 1920;
const QUALITY = 0.92;

export class Camera {
  #stream = null;

  /** `on` is told: open(), close(), photo(blob), fail(title, detail). */
  constructor(on) {
    this.on = on;
    $("photo").addEventListener("click", () => this.#start());
    $("shoot").addEventListener("click", () => this.#shoot());
    $("camera-close").addEventListener("click", () => this.close());
    // A browser gives a page the camera only over HTTPS or from this very machine.
    const live = Boolean(navigator.mediaDevices?.getUserMedia);
    this.live = live && !matchMedia("(pointer: coarse)").matches;
    $("photo").hidden = !live && !matchMedia("(pointer: coarse)").matches;
  }

  close() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    $("viewfinder").srcObject = null;
    this.on.close();
  }

  async #start() {
    if (!this.live) {
      $("capture").click();
      return;
    }
    try {
      const video = { facingMode: "environment", width: { ideal: WIDTH_PX } };
      this.#stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    } catch {
      this.on.fail("Allow this page to use the camera, or choose a picture instead", "The camera cannot be used.");
      return;
    }
    this.on.open();
    $("viewfinder").srcObject = this.#stream;
    try {
      await $("viewfinder").play();
    } catch (error) {
      // Closed before the first picture came.
      if (error.name === "AbortError") return;
      throw error;
    }
    $("shoot").focus();
  }

  async #shoot() {
    const video = $("viewfinder");
    const photo = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    photo.getContext("2d").drawImage(video, 0, 0);
    const blob = await photo.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    this.close();
    this.on.photo(blob);
  }
}
