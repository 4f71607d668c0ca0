// The command that asks the service for what the page has just asked.

const PLAIN = /^[\w.,:/@%+=-]+$/;

/** A word as a shell takes it. */
export function quoted(word) {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** `curl` with a file and form fields; `address` is the whole address that was asked. */
export function curlLine(address, fileName, fields) {
  // curl itself reads a semicolon or a comma in a file's name as the start of something else, unless it is quoted.
  const file = /[;,"]/.test(fileName) ? `"${fileName.replaceAll(/[\\"]/g, String.raw`\$&`)}"` : fileName;
  const parts = [["-F", `image=@${file}`], ...Object.entries(fields).map(([name, value]) => ["-F", `${name}=${value}`])];
  return ["curl", "-s", ...parts.flatMap(([flag, field]) => [flag, quoted(field)]), quoted(address)].join(" ");
}
