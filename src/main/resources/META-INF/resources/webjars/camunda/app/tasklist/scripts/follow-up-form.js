// The form of the process followUp: what a unit reports on a follow-up or a yearly task. What every form needs comes from
// task-forms.js and is looked up when a form opens, because the scripts may arrive in any order.

async function followUp(camForm, id, kit) {
  const { call, upload, make, size, day, clock, evidenceRow, LAMPS } = kit;
  const ui = kit.form(camForm, 'followUp');
  const path = `/api/unit-reports/${encodeURIComponent(id)}`;
  let item;
  let saved = '';
  let timer;

  const usable = () => ui.claimed() && item && item.mayReport;

  function render(answer) {
    item = answer;
    ui.text('heading', item.heading);
    ui.text('demand', item.demand);
    ui.text('due', day(item.dueDate));
    const lamp = ui.part('lamp');
    lamp.textContent = LAMPS[item.lamp] || '';
    lamp.className = `cj-lamp cj-lamp-${item.lamp.toLowerCase()}`;
    ui.show('returned', Boolean(item.opinion));
    ui.text('reason', item.opinion);
    ui.part('evidence').replaceChildren(...item.evidence.map(
      it => evidenceRow(it, usable() && !['入库', '定稿'].includes(it.state), button => remove(it, button))));
  }

  function enable() {
    ui.part('note').readOnly = !usable();
    ['send', 'save', 'choose'].forEach(it => {
      ui.part(it).disabled = !usable();
    });
    if (item) {
      render(item);
    }
  }

  async function remove(file, button) {
    button.disabled = true;
    ui.say('fileProblem', '');
    try {
      render(await call('DELETE', `${path}/evidence/${encodeURIComponent(file.id)}`));
    } catch (e) {
      button.disabled = false;
      ui.say('fileProblem', e.message);
    }
  }

  async function add(files) {
    ui.say('fileProblem', '');
    ui.part('send').disabled = true;
    for (const file of files) {
      const row = make('li', 'cj-file cj-uploading');
      const bar = make('progress');
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute('aria-label', `${file.name} 上传进度`);
      row.append(make('span', 'cj-file-name', file.name), make('span', 'cj-file-facts', size(file.size)), bar);
      ui.part('uploads').append(row);
      try {
        render(await upload(`${path}/evidence`, file, percent => {
          bar.value = percent;
        }));
      } catch (e) {
        ui.say('fileProblem', `${file.name}：${e.message}`);
      }
      row.remove();
    }
    ui.part('send').disabled = !usable();
  }

  async function save(quietly) {
    clearTimeout(timer);
    const note = ui.part('note').value;
    if (!usable() || (quietly && note === saved)) {
      return;
    }
    await call('PUT', `${path}/draft`, { note }, { keepalive: true });
    saved = note;
    ui.say('noteProblem', '');
    ui.text('savedAt', `已暂存（${clock()}）`);
  }

  const saveQuietly = () => save(true).catch(e => ui.say('noteProblem', e.message));
  ui.on('note', 'input', () => {
    ui.text('savedAt', '');
    clearTimeout(timer);
    timer = setTimeout(saveQuietly, 1500);
  });
  ui.on('note', 'blur', saveQuietly);
  ui.action('save', 'noteProblem', () => save(false));
  ui.action('send', 'problem', async () => {
    clearTimeout(timer);
    await call('POST', `${path}/report`, { note: ui.part('note').value });
    saved = ui.part('note').value;
    kit.leave('办理情况已提交，等待创建办确认。');
  });
  ui.on('choose', 'click', () => ui.part('file').click());
  ui.on('file', 'change', () => {
    add([...ui.part('file').files]);
    ui.part('file').value = '';
  });

  kit.claimButton(ui);
  try {
    const [limits, answer] = await Promise.all([call('GET', '/api/evidence-limits'), call('GET', path)]);
    ui.text('limits', limits.sentence);
    ui.part('file').accept = limits.accept;
    saved = answer.note;
    ui.part('note').value = saved;
    render(answer);
    ui.onClaim(enable);
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

window.chuangjianForms = window.chuangjianForms || {};
window.chuangjianForms.followUp = camForm => window.chuangjianForms.kit.open(
  camForm, 'itemId', (form, id) => followUp(form, id, window.chuangjianForms.kit));

export default {};
