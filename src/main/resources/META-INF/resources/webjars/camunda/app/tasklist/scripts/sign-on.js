// There is one sign-on for everything. The web application's own, which it shows after 退出 and when the session has
// ended, accepts nobody: go to ours instead.
const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');

function follow() {
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace(`${root}/login`);
  }
}

window.addEventListener('hashchange', follow);
follow();

// The most urgent first; the web application itself would put the newest first.
if (!window.location.hash.includes('sorting=') && !window.location.hash.startsWith('#/login')) {
  const [path, search] = (window.location.hash || '#/').split('?');
  const sorting = encodeURIComponent(JSON.stringify([{ sortBy: 'dueDate', sortOrder: 'asc' }]));
  window.history.replaceState(null, '', `${path}?${search ? `${search}&` : ''}sorting=${sorting}`);
}

export default {};
