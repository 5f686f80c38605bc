export function checkCypher(_cypher: string): { reason: string } | null {
  return null;
}
