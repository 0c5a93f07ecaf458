/** Where `vite build` puts the screens; the edge serves this folder on origin 1. */
export const screens = new URL('../dist/', import.meta.url)
