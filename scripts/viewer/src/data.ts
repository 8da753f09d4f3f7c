/** What the page was given, by the id of its element. */
export function readData<T>(): T {
  const element = document.getElementById("data");
  return JSON.parse(element?.textContent ?? "null") as T;
}
