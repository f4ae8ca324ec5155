const { src, dest } = require('gulp');

/** What n8n reads beside the compiled code: icons, codex entries and output previews. */
const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'];

function assets() {
  return src(ASSETS, { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.default = assets;
