// The web application draws before its labels have come and then leaves bare keys standing. Where it looks for labels
// first is the browser's store: put today's there before it starts.
const folder = `${document.querySelector('base').getAttribute('app-root')}/app/tasklist/locales/`;

try {
  const answer = await fetch(`${folder}zh.json`, { credentials: 'same-origin' });
  if (answer.ok) {
    const kept = JSON.parse(window.localStorage.getItem('camunda-web') || '{}');
    kept[`${folder}_locales_data_zh_${window.bust}`] = JSON.stringify(await answer.json());
    window.localStorage.setItem('camunda-web', JSON.stringify(kept));
  }
} catch (e) {
  // Without a store or connection the web application loads the labels itself, only later.
}

export default {};
