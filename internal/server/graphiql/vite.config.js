import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { notices } from './notices.js';

const collect = notices('NOTICES.txt');

export default defineConfig({
  base: '/graphiql/',
  plugins: [react(), collect.plugin()],
  worker: { format: 'es', plugins: () => [collect.plugin()] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The editor is one large piece whatever we do.
    chunkSizeWarningLimit: 5000,
    // A strict policy forbids scripts and fonts inside the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
