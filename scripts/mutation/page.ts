export async function writePage(_seed: number): Promise<void> {}
