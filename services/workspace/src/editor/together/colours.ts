/** White letters stand on each of these with a contrast of 4.5 or more. */
const colours = ['#1a56b0', '#a3412a', '#2c6e49', '#7a3e9d', '#8a5a00', '#b0225f', '#00697c', '#5b5b1e']

/** A person's colour: the same on every screen. */
export function colourOf(person: string): string {
  let sum = 0
  for (const sign of person) sum = (sum * 31 + sign.charCodeAt(0)) % 9_973
  return colours[sum % colours.length]!
}
