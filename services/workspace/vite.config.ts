import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `vite` alone speaks to a running kitchen: KITCHEN names its address. */
const kitchen = process.env.KITCHEN ?? 'http://localhost:8080'

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': kitchen,
      '/media': kitchen,
      '/socket.io': { target: kitchen, ws: true },
    },
  },
  build: { target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 900, modulePreload: { polyfill: false } },
})
