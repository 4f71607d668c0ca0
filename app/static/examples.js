// The example pictures of the service, one click away.

import { fetchExample, fetchExamples, thumbnailAddress } from "./api.js";
import { $, make } from "./elements.js";

/** Show them; `open` is given what is chosen as [blob, name] pairs, `fail` a Problem. */
export async function offerExamples(open, fail) {
  const names = await fetchExamples();
  $("examples").hidden = !names.length;
  $("example-list").replaceChildren(...names.map((name) => example(name, open, fail)));
}

function example(name, open, fail) {
  const title = name.replace(/\.\w+$/, "").replaceAll(/[-_]/g, " ");
  const thumbnail = make("img", { src: thumbnailAddress(name), alt: `Read the example ${title}`, width: 160, height: 110 });
  const choice = make("button", { type: "button" }, thumbnail);
  choice.addEventListener("click", async () => {
    try {
      open([[await fetchExample(name), name]]);
    } catch (error) {
      fail(error);
    }
  });
  return make("li", {}, choice);
}
