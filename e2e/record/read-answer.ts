/** Returns the JSON of an answer, or throws with what was asked and the status. */
export async function readAnswer<Body>(response: Response): Promise<Body> {
  if (!response.ok) {
    throw new Error(`${new URL(response.url).pathname} answered ${response.status}`);
  }
  return (await response.json()) as Body;
}
