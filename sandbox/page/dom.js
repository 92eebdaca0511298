// Making elements, and talking to the sandbox.

/** An element with properties (or attributes, where the name has a dash or is role/lang/dir/for) and children. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

export async function get(path) {
  return read(await fetch(`/sandbox${path}`));
}

export async function post(path, body) {
  return read(await fetch(`/sandbox${path}`, { method: "POST", body: JSON.stringify(body) }));
}

export async function remove(path) {
  return read(await fetch(`/sandbox${path}`, { method: "DELETE" }));
}

async function read(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
