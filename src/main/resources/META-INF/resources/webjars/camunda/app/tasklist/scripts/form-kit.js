// What the forms in bpmn/ share. They talk to the product's own interface only: the engine's ways of completing a task are
// closed. Whatever people wrote is set as text and never as markup, so that AngularJS and the browser leave it alone.
export const root = document.querySelector('base').getAttribute('app-root').replace(/\/camunda$/, '');
const COOKIE = 'CHUANGJIAN-XSRF';
const FAILED = '没有连上服务器，您填写的内容还在，请检查网络后再试一次。';

/* ---- Talking to the server ---- */

const token = () => document.cookie.split('; ').find(it => it.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);

// The token comes with any page of ours; who signed in and went straight to the list has not seen one yet.
async function freshToken() {
  await fetch(`${root}/account`, { credentials: 'same-origin' });
  return token();
}

export async function call(method, path, body, options = {}) {
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

export function upload(path, file, progress) {
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

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) {
    element.className = className;
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

export function button(className, words, pressed) {
  const element = make('button', `btn ${className}`, words);
  element.type = 'button';
  element.addEventListener('click', () => pressed(element));
  return element;
}

export function size(bytes) {
  if (bytes < 1024) {
    return `${bytes} 字节`;
  }
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function day(iso) {
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** A rule without its type, which stands before the prose for machines. */
export const prose = rule => rule.replace(/\b[A-Z][A-Z_]+(?:\+[A-Z_]+)*\s*[:：]\s*/g, '');

const clock = () => new Date().toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit' });

const LAMPS = { GREEN: '正常', YELLOW: '临期', RED: '逾期', BLUE: '完成', GREY: '未开始' };

function angularService(name) {
  return window.angular.element(document.body).injector().get(name);
}

/** Says what was done, leaves the task and reads the list anew. */
export function leave(done) {
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

/* ---- One form ---- */

/** Finds the parts of a form, knows whether it may be used, and says at the field what is wrong. */
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
    lamp(colour) {
      part('lamp').textContent = LAMPS[colour] || '';
      part('lamp').className = `cj-lamp cj-lamp-${colour.toLowerCase()}`;
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
    /** Whether fields may be written and buttons pressed. Forms of earlier versions have not all of them. */
    allow(on, fields, buttons) {
      fields.forEach(it => {
        part(it).readOnly = !on;
      });
      buttons.map(part).filter(Boolean).forEach(it => {
        it.disabled = !on;
      });
    },
    /** Runs what a button does, once at a time, and puts a refusal where it belongs. */
    async run(pressed, place, act) {
      if (pressed.disabled) {
        return;
      }
      pressed.disabled = true;
      this.say(place, '');
      try {
        await act();
      } catch (e) {
        this.say(place, e.message);
      } finally {
        pressed.disabled = false;
      }
    },
    action(it, place, act) {
      this.on(it, 'click', () => this.run(part(it), place, act));
    }
  };
}

function unclaimed() {
  const block = make('div', 'cj-claim');
  const hint = make('p');
  const claim = make('button', 'btn btn-primary cj-large', '签收');
  claim.type = 'button';
  block.hidden = true;
  block.dataset.part = 'unclaimed';
  hint.dataset.part = 'claimHint';
  claim.dataset.part = 'claim';
  block.append(hint, claim);
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

window.chuangjianForms = {};

/** Brings every form of this name to life, with the id its task carries in the variable. */
export function register(name, variable, start) {
  window.chuangjianForms[name] = camForm => {
    camForm.on('form-loaded', () => camForm.variableManager.fetchVariable(variable));
    camForm.on('variables-fetched', async () => {
      const ui = form(camForm, name);
      claimButton(ui);
      try {
        await start(ui, camForm.variableManager.variableValue(variable));
        ui.element.classList.add('cj-ready');
      } catch (e) {
        ui.say('problem', e.message);
      }
    });
    // Enter in a field must not complete the task past our own rules.
    camForm.on('submit', () => {
      camForm.submitPrevented = true;
    });
  };
}

/* ---- What several forms have ---- */

/**
 * Keeps on the server what is being written, without asking the rules. `read` says what stands in the form now, `place`
 * where a refusal goes, `kept` what to do with the answer.
 */
export function draft(ui, { path, fields, place, usable, read, kept = () => {} }) {
  let saved;
  let timer;

  async function save(quietly) {
    clearTimeout(timer);
    const body = read();
    const text = JSON.stringify(body);
    if (!usable() || (quietly && text === saved)) {
      return;
    }
    const answer = await call('PUT', `${path}/draft`, body, { keepalive: text.length < 10000 });
    saved = text;
    ui.say(place, '');
    ui.text('savedAt', `已暂存（${clock()}）`);
    kept(answer);
  }

  const saveQuietly = () => save(true).catch(e => ui.say(place, e.message));
  function changed() {
    ui.text('savedAt', '');
    clearTimeout(timer);
    timer = setTimeout(saveQuietly, 1500);
  }
  fields.forEach(it => {
    ui.on(it, 'input', changed);
    ui.on(it, 'blur', saveQuietly);
  });
  const hidden = () => {
    if (!ui.element.isConnected) {
      document.removeEventListener('visibilitychange', hidden);
    } else if (document.visibilityState === 'hidden') {
      saveQuietly();
    }
  };
  document.addEventListener('visibilitychange', hidden);
  ui.action('save', place, () => save(false));

  /** The server knows what stands in the form. */
  function settle() {
    saved = JSON.stringify(read());
  }

  return {
    changed,
    settle,
    /** The button that hands in what is written, by this verb of the interface. */
    handIn(it, verb, done) {
      ui.action(it, 'problem', async () => {
        clearTimeout(timer);
        await call('POST', `${path}/${verb}`, read());
        settle();
        leave(done);
      });
    }
  };
}

export function removeButton(name, remove) {
  const element = button('btn-default cj-small', '移去', remove);
  element.setAttribute('aria-label', `移去 ${name}`);
  return element;
}

export function fileRow(href, name, facts, remove) {
  const row = make('li', 'cj-file');
  const link = make('a', 'cj-file-name', name);
  link.href = root + href;
  link.target = '_blank';
  link.rel = 'noopener';
  link.title = '打开';
  row.append(link, make('span', 'cj-file-facts', facts.filter(Boolean).join('　')));
  if (remove) {
    row.append(removeButton(name, remove));
  }
  return row;
}

const validity = item => (item.validUntil ? `有效期至 ${day(item.validUntil)}${item.expired ? '，已过期' : ''}` : '');

export function evidenceRow(item, remove) {
  const row = fileRow(`/api/evidence/${encodeURIComponent(item.id)}/content?inline=true`, item.name,
    [size(item.size), item.uploadedBy, item.state, validity(item)], remove);
  row.dataset.evidence = item.id;
  return row;
}

/** Says which evidence is taken before anybody chooses a file. */
export async function limits(ui) {
  const limits = await call('GET', '/api/evidence-limits');
  ui.text('limits', limits.sentence);
  ui.part('file').accept = limits.accept;
}

/**
 * The button that sends files, and where the form has one, the place to drop them. Each shows its progress and, when it
 * is refused, the reason; until all are done, the button `last` waits.
 */
export function sending(ui, { path, place, last, usable, received }) {
  const input = ui.part('file');
  const drop = ui.part('drop');
  let running = 0;

  async function send(file) {
    const row = make('li', 'cj-file cj-uploading');
    const bar = make('progress');
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute('aria-label', `${file.name} 上传进度`);
    const facts = make('span', 'cj-file-facts', size(file.size));
    row.append(make('span', 'cj-file-name', file.name), facts, bar);
    ui.part('uploads').append(row);
    try {
      const answer = await upload(path, file, percent => {
        bar.value = percent;
        facts.textContent = percent < 100 ? `${size(file.size)}　${percent}%` : `${size(file.size)}　正在核对`;
      });
      row.remove();
      received(answer);
    } catch (e) {
      bar.remove();
      facts.textContent = size(file.size);
      row.className = 'cj-file cj-refused';
      row.append(button('btn-default cj-small', '知道了', () => row.remove()), make('p', 'cj-problem', e.message));
    }
  }

  async function add(files) {
    if (!usable()) {
      return;
    }
    ui.say(place, '');
    running += 1;
    ui.part(last).disabled = true;
    for (const file of files) {
      await send(file);
    }
    running -= 1;
    ui.part(last).disabled = running > 0 || !usable();
  }

  ui.on('choose', 'click', () => input.click());
  input.addEventListener('change', () => {
    add([...input.files]);
    input.value = '';
  });
  if (drop) {
    ['dragenter', 'dragover'].forEach(event => drop.addEventListener(event, e => {
      e.preventDefault();
      drop.classList.toggle('cj-over', Boolean(usable()));
    }));
    ['dragleave', 'drop'].forEach(event => drop.addEventListener(event, e => {
      e.preventDefault();
      drop.classList.remove('cj-over');
    }));
    drop.addEventListener('drop', e => add([...e.dataTransfer.files]));
  }
}

/** Fills the choice of a unit the task may go to, once. */
export async function offerUnits(ui, own, place) {
  const select = ui.part('targetUnit');
  if (select.options.length > 1) {
    return;
  }
  try {
    (await call('GET', '/api/unit-names'))
      .filter(unit => unit.code !== own)
      .forEach(unit => select.append(new Option(unit.name, unit.code)));
  } catch (e) {
    ui.say(place, e.message);
  }
}
