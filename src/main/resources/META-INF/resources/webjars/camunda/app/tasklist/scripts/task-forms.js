// What the forms in bpmn/ do. They talk to the product's own interface only: the engine's ways of completing a task are
// closed. Whatever people wrote is set as text and never as markup, so that AngularJS and the browser leave it alone.
const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');
const COOKIE = 'CHUANGJIAN-XSRF';
// The type of a rule stands before its prose, for machines.
const RULE_TYPE = /\b[A-Z][A-Z_]+(?:\+[A-Z_]+)*\s*[:：]\s*/g;
const FAILED = '没有连上服务器，您填写的内容还在，请检查网络后再试一次。';

/* ---- Talking to the server ---- */

const token = () => document.cookie.split('; ').find(it => it.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);

// The token comes with any page of ours; who signed in and went straight to the list has not seen one yet.
async function freshToken() {
  await fetch(`${root}/account`, { credentials: 'same-origin' });
  return token();
}

async function call(method, path, body, options = {}) {
  let answer;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const headers = { Accept: 'application/json' };
    if (method !== 'GET') {
      headers[`X-${COOKIE}`] = (attempt === 0 && token()) || await freshToken() || '';
    }
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
    }
    try {
      answer = await fetch(root + path, {
        method, headers, credentials: 'same-origin', ...options, body: body === undefined ? undefined : JSON.stringify(body)
      });
    } catch (e) {
      throw new Error(FAILED);
    }
    if (answer.status !== 403 || (await problem(answer.clone())).code !== 'csrf') {
      break;
    }
  }
  if (answer.status === 401) {
    throw new Error('登录已过期。已暂存的内容不会丢失，请重新登录后继续办理。');
  }
  if (!answer.ok) {
    throw new Error((await problem(answer)).detail || FAILED);
  }
  return answer.json();
}

const problem = answer => answer.json().catch(() => ({}));

function upload(path, file, progress) {
  return new Promise((resolve, reject) => {
    const send = async again => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append('file', file, file.name);
      request.open('POST', root + path);
      request.setRequestHeader(`X-${COOKIE}`, (!again && token()) || await freshToken() || '');
      request.setRequestHeader('Accept', 'application/json');
      request.upload.onprogress = e => e.lengthComputable && progress(Math.round(100 * e.loaded / e.total));
      request.onerror = () => reject(new Error('上传中断，请检查网络后重新选择这个文件。'));
      request.onload = () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch (e) { /* the status tells enough */ }
        if (request.status < 300) {
          resolve(answer);
        } else if (answer.code === 'csrf' && !again) {
          send(true);
        } else {
          const refused = answer.problems && answer.problems[0];
          reject(new Error((refused && refused.detail) || answer.detail || '服务器没有收下这个文件，请稍后重试。'));
        }
      };
      request.send(body);
    };
    send(false);
  });
}

/* ---- Small things ---- */

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

function size(bytes) {
  if (bytes < 1024) {
    return `${bytes} 字节`;
  }
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

const clock = () => new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });

const LAMPS = { GREEN: '正常', YELLOW: '临期', RED: '逾期', BLUE: '完成', GREY: '未开始' };

function angularService(name) {
  return window.angular.element(document.body).injector().get(name);
}

/** Says what was done, leaves the task and reads the list anew. */
function leave(done) {
  const location = angularService('$location');
  angularService('$rootScope').$evalAsync(scope => {
    angularService('Notifications').addMessage({ status: '已办理', message: done, duration: 8000, exclusive: true });
    const search = { ...location.search() };
    delete search.task;
    delete search.detailsTab;
    location.search(search);
    scope.$broadcast('refresh');
  });
}

/** One form: finds its parts, knows whether it may be used, and says at the field what is wrong. */
function form(camForm, name) {
  const element = camForm.formElement[0].querySelector(`[data-form="${name}"]`);
  const part = it => element.querySelector(`[data-part="${it}"]`);
  const listeners = [];
  const claimed = () => element.closest('.disabled-form') === null;
  let state;

  const update = () => {
    if (state !== claimed()) {
      state = claimed();
      listeners.forEach(it => it(state));
    }
  };
  const shell = element.closest('[ng-class*="disabled-form"]');
  if (shell) {
    new MutationObserver(update).observe(shell, { attributes: true, attributeFilter: ['class'] });
  }

  return {
    element,
    part,
    claimed,
    text(it, text) {
      part(it).textContent = text || '';
    },
    show(it, visible) {
      part(it).hidden = !visible;
    },
    say(it, sentence, good) {
      const place = part(it);
      place.textContent = sentence || '';
      place.hidden = !sentence;
      place.classList.toggle('cj-good', Boolean(good));
      if (sentence && !good) {
        place.scrollIntoView({ block: 'nearest' });
      }
    },
    onClaim(listener) {
      listeners.push(listener);
      listener(claimed());
    },
    on(it, event, listener) {
      part(it).addEventListener(event, listener);
    },
    /** Runs what a button does, once at a time, and puts a refusal where it belongs. */
    action(button, place, run) {
      part(button).addEventListener('click', async () => {
        if (part(button).disabled) {
          return;
        }
        part(button).disabled = true;
        this.say(place, '');
        try {
          await run();
        } catch (e) {
          this.say(place, e.message);
        } finally {
          part(button).disabled = false;
        }
      });
    }
  };
}

function unclaimed() {
  const block = make('div', 'cj-claim');
  const hint = make('p');
  const button = make('button', 'btn btn-primary cj-large', '签收');
  button.type = 'button';
  block.hidden = true;
  block.dataset.part = 'unclaimed';
  hint.dataset.part = 'claimHint';
  button.dataset.part = 'claim';
  block.append(hint, button);
  return block;
}

// Tasklist's own button puts the name on the task and reads everything anew; this one stands where people look.
function claimButton(ui) {
  // Forms of earlier versions bring it along.
  if (!ui.part('unclaimed')) {
    ui.element.prepend(unclaimed());
  }
  ui.on('claim', 'click', () => document.querySelector('.task-card .claim')?.click());
  ui.onClaim(claimed => {
    const mine = document.querySelector('.task-card .claim') !== null;
    ui.show('unclaimed', !claimed);
    ui.text('claimHint', mine
      ? '这项任务还没有签收。签收后由您办理，才能上传材料和填写说明。'
      : '这项任务已由本单位其他同事签收。如需接手，请先由签收人取消签收，再由您签收。');
    ui.show('claim', mine);
  });
}

function head(ui, task) {
  ui.text('campaign', task.campaignName);
  ui.text('criterion', `${task.criterionCode}　${task.level1} · ${task.level2}`);
  ui.text('requirement', task.requirement);
  ui.text('rule', (task.ruleText || '').replace(RULE_TYPE, '') || '按评价细则评分。');
  ui.text('points', task.criterionType === 'VETO' ? '否决项，不计分' : `${Number(task.points)} 分`);
  ui.text('due', day(task.dueDate));
  ui.text('required', task.evidenceRequired || '按指标要求提供');
  const lamp = ui.part('lamp');
  lamp.textContent = LAMPS[task.lamp] || '';
  lamp.className = `cj-lamp cj-lamp-${task.lamp.toLowerCase()}`;
  ui.show('returned', task.state !== 'ACCEPTED' && Boolean(task.reason));
  ui.text('reason', task.reason);
  // Who opens returned work reads why before anything else; forms of earlier versions have no such line.
  if (ui.part('returnedFirst')) {
    ui.show('returnedFirst', ['RETURNED', 'IN_PROGRESS'].includes(task.state) && Boolean(task.reason));
    ui.text('returnedFirst', `已退回，请修改后重新提交：${task.reason}`);
  }
}

const validity = item => (item.validUntil ? `有效期至 ${day(item.validUntil)}${item.expired ? '，已过期' : ''}` : '');

// The dates that decide whether a document still counts in a later campaign. Both may stay empty.
function evidenceDates(item, save) {
  const fold = make('details', 'cj-dates');
  const fields = [['documentDate', '成文日期'], ['validUntil', '有效期至']].map(([name, label]) => {
    const field = make('label', '', label);
    const input = make('input', 'form-control');
    input.type = 'date';
    input.value = item[name] || '';
    input.dataset.date = name;
    field.append(input);
    return field;
  });
  const button = make('button', 'btn btn-default cj-small', '保存日期');
  button.type = 'button';
  const value = at => fields[at].querySelector('input').value || null;
  button.addEventListener('click', () => save({ documentDate: value(0), validUntil: value(1) }, button));
  fold.append(make('summary', '', '成文日期、有效期（可不填）'), ...fields, button);
  return fold;
}

function evidenceRow(item, removable, remove) {
  const row = make('li', 'cj-file');
  row.dataset.evidence = item.id;
  const name = make('a', 'cj-file-name', item.name);
  name.href = `${root}/api/evidence/${encodeURIComponent(item.id)}/content?inline=true`;
  name.target = '_blank';
  name.rel = 'noopener';
  name.title = '打开';
  row.append(name, make('span', 'cj-file-facts', [size(item.size), item.uploadedBy, item.state, validity(item)].filter(Boolean).join('　')));
  if (removable) {
    const button = make('button', 'btn btn-default cj-small', '移去');
    button.type = 'button';
    button.setAttribute('aria-label', `移去 ${item.name}`);
    button.addEventListener('click', () => remove(button));
    row.append(button);
  }
  return row;
}

/* ---- 办理材料 ---- */

async function handle(camForm, id) {
  const ui = form(camForm, 'handle');
  const path = `/api/assignments/${encodeURIComponent(id)}`;
  let task;
  let saved = '';
  let timer;
  let running = 0;

  const usable = () => ui.claimed() && task && task.editable;

  function render(answer) {
    task = answer;
    head(ui, task);
    const list = ui.part('evidence');
    list.replaceChildren(...task.evidence.map(item => {
      const row = evidenceRow(item, usable(), button => remove(item, button));
      if (usable()) {
        row.append(evidenceDates(item, (dates, button) => date(item, dates, button)));
      }
      return row;
    }));
    ui.show('noEvidence', task.evidence.length === 0);
    ui.text('missing', task.evidence.length === 0
      ? '佐证材料还没有上传，上传后才能提交。'
      : `已上传 ${task.evidence.length} 份材料，请对照应交材料核对是否齐全。`);
    ui.part('missing').classList.toggle('cj-good', task.evidence.length > 0);
    const open = task.requests.find(it => it.state === 'OPEN');
    ui.show('request', Boolean(open));
    if (open) {
      ui.text('request', open.kind === 'EXTENSION'
        ? `已申请延期至 ${day(open.wantedDate)}，等待创建办决定，其间可以继续办理。`
        : '已申请转办，等待创建办决定，其间可以继续办理。');
    }
    ui.part('askExtension').disabled = Boolean(open) || !ui.claimed();
    ui.part('askTransfer').disabled = Boolean(open) || !ui.claimed();
  }

  function enable() {
    const on = usable();
    ui.part('note').readOnly = !on;
    ['choose', 'submit', 'save'].forEach(it => {
      ui.part(it).disabled = !on;
    });
    ui.part('drop').classList.toggle('cj-off', !on);
    if (task) {
      render(task);
    }
  }

  async function remove(item, button) {
    if (!usable()) {
      return;
    }
    button.disabled = true;
    ui.say('uploadProblem', '');
    try {
      render(await call('DELETE', `${path}/evidence/${encodeURIComponent(item.id)}`));
    } catch (e) {
      button.disabled = false;
      ui.say('uploadProblem', e.message);
    }
  }

  async function date(item, dates, button) {
    button.disabled = true;
    ui.say('uploadProblem', '');
    try {
      render(await call('PUT', `${path}/evidence/${encodeURIComponent(item.id)}`, dates));
    } catch (e) {
      button.disabled = false;
      ui.say('uploadProblem', e.message);
    }
  }

  async function save(quietly) {
    clearTimeout(timer);
    const note = ui.part('note').value;
    if (!usable() || (quietly && note === saved)) {
      return;
    }
    const answer = await call('PUT', `${path}/draft`, { note }, { keepalive: note.length < 10000 });
    saved = note;
    task = { ...task, draftNote: answer.draftNote };
    ui.say('noteProblem', '');
    ui.text('savedAt', `已暂存（${clock()}）`);
  }

  const saveQuietly = () => save(true).catch(e => ui.say('noteProblem', e.message));

  async function add(files) {
    if (!usable()) {
      return;
    }
    ui.say('uploadProblem', '');
    running += 1;
    ui.part('submit').disabled = true;
    for (const file of files) {
      const row = make('li', 'cj-file cj-uploading');
      const bar = make('progress');
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute('aria-label', `${file.name} 上传进度`);
      const facts = make('span', 'cj-file-facts', size(file.size));
      row.append(make('span', 'cj-file-name', file.name), facts, bar);
      ui.part('uploads').append(row);
      try {
        const answer = await upload(`${path}/evidence`, file, percent => {
          bar.value = percent;
          facts.textContent = percent < 100 ? `${size(file.size)}　${percent}%` : `${size(file.size)}　正在核对`;
        });
        row.remove();
        render(answer);
        if (answer.hints && answer.hints.length) {
          ui.say('uploadProblem', answer.hints.join(' '), true);
        }
      } catch (e) {
        bar.remove();
        facts.textContent = size(file.size);
        row.className = 'cj-file cj-refused';
        const close = make('button', 'btn btn-default cj-small', '知道了');
        close.type = 'button';
        close.addEventListener('click', () => row.remove());
        row.append(close, make('p', 'cj-problem', e.message));
      }
    }
    running -= 1;
    ui.part('submit').disabled = running > 0 || !usable();
  }

  /* The file button */
  const input = ui.part('file');
  ui.on('choose', 'click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });
  const drop = ui.part('drop');
  ['dragenter', 'dragover'].forEach(event => drop.addEventListener(event, e => {
    e.preventDefault();
    drop.classList.toggle('cj-over', Boolean(usable()));
  }));
  ['dragleave', 'drop'].forEach(event => drop.addEventListener(event, e => {
    e.preventDefault();
    drop.classList.remove('cj-over');
  }));
  drop.addEventListener('drop', e => add([...e.dataTransfer.files]));

  /* The note */
  ui.on('note', 'input', () => {
    ui.text('savedAt', '');
    clearTimeout(timer);
    timer = setTimeout(saveQuietly, 1500);
  });
  ui.on('note', 'blur', saveQuietly);
  const hidden = () => {
    if (!ui.element.isConnected) {
      document.removeEventListener('visibilitychange', hidden);
    } else if (document.visibilityState === 'hidden') {
      saveQuietly();
    }
  };
  document.addEventListener('visibilitychange', hidden);

  /* The actions */
  ui.action('save', 'noteProblem', () => save(false));
  ui.action('submit', 'problem', async () => {
    await call('POST', `${path}/submit`, { note: ui.part('note').value });
    clearTimeout(timer);
    saved = ui.part('note').value;
    leave('材料已提交，等待本单位负责人审核。');
  });
  const panel = which => {
    ['extension', 'transfer'].forEach(it => ui.show(it, it === which));
    if (which) {
      ui.part(which).querySelector('input, select').focus();
    }
  };
  ui.on('askExtension', 'click', () => panel('extension'));
  ui.on('askTransfer', 'click', async () => {
    panel('transfer');
    const select = ui.part('targetUnit');
    if (select.options.length === 1) {
      try {
        (await call('GET', '/api/unit-names'))
          .filter(unit => unit.code !== task.unitCode)
          .forEach(unit => select.append(new Option(unit.name, unit.code)));
      } catch (e) {
        ui.say('transferProblem', e.message);
      }
    }
  });
  ui.on('cancelExtension', 'click', () => panel(null));
  ui.on('cancelTransfer', 'click', () => panel(null));
  ui.action('sendExtension', 'extensionProblem', async () => {
    const wantedDate = ui.part('wantedDate').value;
    if (!wantedDate) {
      throw new Error('请选择希望延至的日期。');
    }
    await call('POST', `${path}/requests`, { kind: 'EXTENSION', wantedDate, reason: ui.part('extensionReason').value });
    panel(null);
    render(await call('GET', path));
  });
  ui.action('sendTransfer', 'transferProblem', async () => {
    await call('POST', `${path}/requests`, {
      kind: 'TRANSFER', targetUnit: ui.part('targetUnit').value || null, reason: ui.part('transferReason').value
    });
    panel(null);
    render(await call('GET', path));
  });

  claimButton(ui);
  try {
    const [limits, answer] = await Promise.all([call('GET', '/api/evidence-limits'), call('GET', path)]);
    ui.text('limits', limits.sentence);
    input.accept = limits.accept;
    saved = answer.draftNote || '';
    ui.part('note').value = saved;
    render(answer);
    ui.onClaim(async claimed => {
      if (claimed && !task.editable) {
        task = await call('GET', path);
      }
      enable();
    });
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

/* ---- 单位审核 ---- */

async function confirm(camForm, id) {
  const ui = form(camForm, 'confirm');
  const path = `/api/assignments/${encodeURIComponent(id)}`;
  const decide = (confirmed, done) => async () => {
    const opinion = ui.part('opinion').value.trim();
    if (!confirmed && !opinion) {
      ui.part('opinion').focus();
      throw new Error('请写明退回经办人的原因，说明缺什么、怎么补。');
    }
    await call('POST', `${path}/confirm`, { confirmed, opinion: opinion || null });
    leave(done);
  };
  ui.action('agree', 'problem', decide(true, '已同意报送，材料转创建办审核。'));
  ui.action('sendBack', 'problem', decide(false, '已退回经办人，请其按您的意见补充。'));
  claimButton(ui);
  try {
    const task = await call('GET', path);
    head(ui, task);
    ui.text('note', task.note || '经办人没有填写说明。');
    ui.part('evidence').replaceChildren(...task.evidence.map(item => evidenceRow(item, false)));
    ui.text('count', `共 ${task.evidence.length} 份`);
    ui.text('submitted', task.submittedBy ? `${task.submittedBy} 于 ${day(task.submittedAt)} 提交` : '');
    ui.onClaim(claimed => {
      ['agree', 'sendBack'].forEach(it => {
        ui.part(it).disabled = !claimed;
      });
      ui.part('opinion').readOnly = !claimed;
    });
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

/* ---- 阶段事项 ---- */

async function stage(camForm, id) {
  const ui = form(camForm, 'stage');
  const path = `/api/campaigns/${encodeURIComponent(id)}`;
  let waiting;

  function render(campaign) {
    waiting = campaign.waitingFor;
    ui.text('campaign', campaign.name);
    ui.text('stageName', campaign.stageName);
    ui.text('acceptance', day(campaign.acceptanceDate));
    ui.text('standing', campaign.reason);
    ui.part('link').href = `${root}/campaigns/${encodeURIComponent(id)}`;
    const gates = campaign.milestones.filter(it => it.stage === campaign.stage && it.gate);
    ui.part('gates').replaceChildren(...gates.map(gate => {
      const item = make('li', gate.reachedAt || gate.unmet.length === 0 ? 'cj-met' : 'cj-unmet');
      item.append(make('strong', '', gate.name), make('span', 'cj-file-facts', `期限 ${day(gate.dueDate)}`),
        make('span', 'cj-mark', gate.unmet.length === 0 ? '✓ 条件已满足' : `✗ 还有 ${gate.unmet.length} 项条件未满足`));
      const unmet = make('ul');
      gate.unmet.forEach(it => {
        const line = make('li', '', it.text);
        if (it.owner) {
          line.append(make('span', 'cj-file-facts', `责任人：${it.owner}`));
        }
        unmet.append(line);
      });
      if (gate.unmet.length) {
        item.append(unmet);
      }
      return item;
    }));
    ui.show('noGates', gates.length === 0);
    const decides = Boolean(waiting && waiting.decides);
    ui.show('pass', decides);
    ui.show('fail', decides);
    ui.show('close', !decides);
  }

  const advance = (passed, done) => async () => {
    await call('POST', `${path}/advance`, passed === null ? {} : { passed });
    leave(done);
  };
  ui.action('close', 'problem', advance(null, '本阶段事项已办结，已转入下一步。'));
  ui.action('pass', 'problem', advance(true, '已登记通过，已转入下一步。'));
  ui.action('fail', 'problem', advance(false, '已登记不通过，按流程继续办理。'));
  claimButton(ui);
  try {
    render(await call('GET', path));
    ui.onClaim(claimed => ['close', 'pass', 'fail'].forEach(it => {
      ui.part(it).disabled = !claimed;
    }));
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

/* ---- 督办 ---- */

async function supervision(camForm, id) {
  const ui = form(camForm, 'supervision');
  const path = `/api/supervision-orders/${encodeURIComponent(id)}`;
  let order;
  let saved = '';
  let timer;

  const usable = () => ui.claimed() && order && order.mayAnswer;

  function render(answer) {
    order = answer;
    ui.text('campaign', order.campaignName);
    ui.text('number', order.number);
    ui.text('subject', `${order.subjectTypeLabel}　${order.subjectTitle}`);
    ui.text('demand', order.source === 'INSTRUCTION' ? '批示内容' : '事由和要求');
    ui.text('demanded', order.reason);
    ui.text('colour', order.colourLabel);
    ui.text('due', day(order.dueDate));
    ui.text('raised', `${order.automatic ? '系统自动' : order.raisedByName}　${day(order.raisedAt)}`);
    const lamp = ui.part('lamp');
    lamp.textContent = LAMPS[order.lamp] || '';
    lamp.className = `cj-lamp cj-lamp-${order.lamp.toLowerCase()}`;
    ui.part('link').href = `${root}/supervision-orders/${encodeURIComponent(id)}`;
    ui.part('slip').href = `${root}${path}/slip.docx`;
    ui.show('returned', order.state === 'RETURNED');
    ui.text('reason', order.opinion);
    enclosed();
  }

  // Forms of earlier versions have no place for files.
  function enclosed() {
    if (!ui.part('files')) {
      return;
    }
    ui.part('files').replaceChildren(...order.files.map(file => {
      const row = make('li', 'cj-file');
      const name = make('a', 'cj-file-name', file.name);
      name.href = `${root}/api/supervision-order-files/${encodeURIComponent(file.id)}/content?inline=true`;
      name.target = '_blank';
      name.rel = 'noopener';
      row.append(name, make('span', 'cj-file-facts', `${size(file.size)}　${file.addedByName}${file.sentAt ? '　已报送' : ''}`));
      if (usable() && !file.sentAt) {
        const button = make('button', 'btn btn-default cj-small', '移去');
        button.type = 'button';
        button.setAttribute('aria-label', `移去 ${file.name}`);
        button.addEventListener('click', async () => {
          button.disabled = true;
          ui.say('fileProblem', '');
          try {
            render(await call('DELETE', `${path}/files/${encodeURIComponent(file.id)}`));
          } catch (e) {
            button.disabled = false;
            ui.say('fileProblem', e.message);
          }
        });
        row.append(button);
      }
      return row;
    }));
  }

  async function enclose(files) {
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
        render(await upload(`${path}/files`, file, percent => {
          bar.value = percent;
        }));
      } catch (e) {
        ui.say('fileProblem', e.message);
      }
      row.remove();
    }
    ui.part('send').disabled = !usable();
  }

  async function save(quietly) {
    clearTimeout(timer);
    const answer = ui.part('answer').value;
    if (!usable() || (quietly && answer === saved)) {
      return;
    }
    await call('PUT', `${path}/draft`, { answer }, { keepalive: answer.length < 10000 });
    saved = answer;
    ui.say('answerProblem', '');
    ui.text('savedAt', `已暂存（${clock()}）`);
  }

  const saveQuietly = () => save(true).catch(e => ui.say('answerProblem', e.message));
  ui.on('answer', 'input', () => {
    ui.text('savedAt', '');
    clearTimeout(timer);
    timer = setTimeout(saveQuietly, 1500);
  });
  ui.on('answer', 'blur', saveQuietly);
  ui.action('save', 'answerProblem', () => save(false));
  ui.action('send', 'problem', async () => {
    await call('POST', `${path}/answer`, { answer: ui.part('answer').value });
    clearTimeout(timer);
    saved = ui.part('answer').value;
    leave('回复已提交，等待创建办审核。');
  });

  if (ui.part('file')) {
    ui.on('choose', 'click', () => ui.part('file').click());
    ui.on('file', 'change', () => {
      enclose([...ui.part('file').files]);
      ui.part('file').value = '';
    });
  }

  claimButton(ui);
  try {
    render(await call('GET', path));
    saved = order.draftAnswer || '';
    ui.part('answer').value = saved;
    ui.onClaim(async claimed => {
      if (claimed && order.state === 'ISSUED') {
        render(await call('GET', path));
      }
      ui.part('answer').readOnly = !usable();
      ['send', 'save', 'choose'].filter(it => ui.part(it)).forEach(it => {
        ui.part(it).disabled = !usable();
      });
      enclosed();
    });
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

/* ---- The unit's points of a round of self-evaluation ---- */

const SELF_STATES = { OPEN: '待自评', SCORED: '待审核', RETURNED: '退回', CHECKED: '已审核' };

async function selfScoring(camForm, partId) {
  const ui = form(camForm, 'selfScoring');
  const path = `/api/self-evaluations/${encodeURIComponent(partId.split('/')[0])}`;
  const waiting = sheet => sheet.lines.filter(it => it.state === 'OPEN' || it.state === 'RETURNED').length;

  function field(label, input) {
    const row = make('label', 'cj-field');
    input.classList.add('form-control');
    input.disabled = !ui.claimed();
    row.append(make('span', '', label), input);
    return row;
  }

  function lineOf(line) {
    const row = make('section', 'cj-line');
    row.append(make('h4', '', `${line.criterionCode} ${line.level2}`),
      make('p', 'cj-hint', `满分 ${line.full}　${SELF_STATES[line.state]}`),
      make('p', 'cj-text', line.requirement),
      make('p', 'cj-text cj-hint', `评分规则：${line.ruleText.replace(RULE_TYPE, '')}`));
    if (line.opinion) {
      row.append(make('p', 'cj-text cj-returned', `创建办意见：${line.opinion}`));
    }
    if (line.state === 'CHECKED') {
      row.append(make('p', '', `自评 ${line.points} 分，审核 ${line.checkedPoints} 分`));
      return row;
    }
    const points = make('input');
    points.inputMode = 'decimal';
    points.value = line.points === null ? '' : line.points;
    points.placeholder = `0 到 ${line.full}`;
    const reason = make('textarea');
    reason.rows = 2;
    reason.maxLength = 1000;
    reason.value = line.reason;
    reason.placeholder = '做到了什么，扣分在哪里';
    const send = make('button', 'btn btn-primary', line.points === null ? '提交得分' : '重新提交');
    send.type = 'button';
    send.disabled = !ui.claimed();
    const refused = make('p', 'cj-problem');
    refused.setAttribute('role', 'alert');
    refused.hidden = true;
    send.addEventListener('click', async () => {
      send.disabled = true;
      refused.hidden = true;
      try {
        const number = points.value.trim();
        if (number !== '' && !/^\d+(\.\d+)?$/.test(number)) {
          throw new Error('得分请填数字，最多两位小数。');
        }
        const scored = await call('POST', `${path}/scores`, {
          code: line.criterionCode, points: number === '' ? null : number, reason: reason.value, version: line.version
        });
        const sheet = await call('GET', path);
        if (waiting(sheet) === 0) {
          leave('本单位的自评已全部打分，等待创建办审核。');
          return;
        }
        summary(sheet);
        row.replaceWith(lineOf(scored));
      } catch (e) {
        refused.textContent = e.message;
        refused.hidden = false;
        send.disabled = !ui.claimed();
      }
    });
    row.append(field('得分', points), field('得分理由', reason), refused, send);
    return row;
  }

  function summary(sheet) {
    ui.text('round', `第 ${sheet.round.number} 轮自评`);
    ui.text('due', day(sheet.round.dueDate));
    ui.text('standing', `${sheet.lines.length - waiting(sheet)} / ${sheet.lines.length} 项已打分`);
    ui.part('link').href = `${root}/campaigns/${encodeURIComponent(sheet.round.campaignId)}/self-evaluation`;
  }

  claimButton(ui);
  try {
    const sheet = await call('GET', path);
    summary(sheet);
    // What waits for the unit stands first.
    const states = ['RETURNED', 'OPEN', 'SCORED', 'CHECKED'];
    const lines = [...sheet.lines].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
    ui.part('lines').replaceChildren(...lines.map(lineOf));
    ui.onClaim(claimed => {
      ui.part('lines').querySelectorAll('input, textarea, button').forEach(it => {
        it.disabled = !claimed;
      });
    });
    ui.element.classList.add('cj-ready');
  } catch (e) {
    ui.say('problem', e.message);
  }
}

/** Called by the script in each form: reads the id the task carries, then brings the form to life. */
function open(camForm, variable, run) {
  camForm.on('form-loaded', () => camForm.variableManager.fetchVariable(variable));
  camForm.on('variables-fetched', () => run(camForm, camForm.variableManager.variableValue(variable)));
  // Enter in a field must not complete the task past our own rules.
  camForm.on('submit', () => {
    camForm.submitPrevented = true;
  });
}

window.chuangjianForms = Object.assign(window.chuangjianForms || {}, {
  /** For forms that have a file of their own. */
  kit: { root, LAMPS, call, upload, make, size, day, clock, evidenceRow, form, claimButton, leave, open },
  handle: camForm => open(camForm, 'assignmentId', handle),
  confirm: camForm => open(camForm, 'assignmentId', confirm),
  supervision: camForm => open(camForm, 'orderId', supervision),
  selfScoring: camForm => open(camForm, 'partId', selfScoring),
  stage: camForm => open(camForm, 'campaignId', stage)
});

export default {};
