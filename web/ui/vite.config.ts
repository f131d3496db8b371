import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const server = process.env.VOXRELAY_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  build: {
    outDir: '../target/ui',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the policy of our pages allows no data: addresses
    modulePreload: { polyfill: false },
  },
  server: { proxy: Object.fromEntries(['/api', '/dicom-web', '/ohif', '/health'].map(path => [path, server])) },
});
