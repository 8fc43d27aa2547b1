// The forms of the process assignment: a clerk hands in evidence, the head of the unit agrees to it.
import {
  button, call, day, draft, evidenceRow, leave, limits, make, offerUnits, prose, register, sending
} from './form-kit.js';

function head(ui, task) {
  ui.text('campaign', task.campaignName);
  ui.text('criterion', `${task.criterionCode}　${task.level1} · ${task.level2}`);
  ui.text('requirement', task.requirement);
  ui.text('rule', prose(task.ruleText || '') || '按评价细则评分。');
  ui.text('points', task.criterionType === 'VETO' ? '否决项，不计分' : `${Number(task.points)} 分`);
  ui.text('due', day(task.dueDate));
  ui.text('required', task.evidenceRequired || '按指标要求提供');
  ui.lamp(task.lamp);
  ui.show('returned', task.state !== 'ACCEPTED' && Boolean(task.reason));
  ui.text('reason', task.reason);
  // Who opens returned work reads why before anything else; forms of earlier versions have no such line.
  if (ui.part('returnedFirst')) {
    ui.show('returnedFirst', ['RETURNED', 'IN_PROGRESS'].includes(task.state) && Boolean(task.reason));
    ui.text('returnedFirst', `已退回，请修改后重新提交：${task.reason}`);
  }
}

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
  const value = at => fields[at].querySelector('input').value || null;
  fold.append(make('summary', '', '成文日期、有效期（可不填）'), ...fields, button('btn-default cj-small', '保存日期',
    pressed => save({ documentDate: value(0), validUntil: value(1) }, pressed)));
  return fold;
}

/* ---- 办理材料 ---- */

async function handle(ui, id) {
  const path = `/api/assignments/${encodeURIComponent(id)}`;
  let task;

  const usable = () => ui.claimed() && task && task.editable;
  const change = (method, item, pressed, body) => ui.run(pressed, 'uploadProblem',
    async () => render(await call(method, `${path}/evidence/${encodeURIComponent(item.id)}`, body)));

  function render(answer) {
    task = answer;
    head(ui, task);
    ui.part('evidence').replaceChildren(...task.evidence.map(item => {
      const row = evidenceRow(item, usable() && (pressed => change('DELETE', item, pressed)));
      if (usable()) {
        row.append(evidenceDates(item, (dates, pressed) => change('PUT', item, pressed, dates)));
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
    ui.allow(!open && ui.claimed(), [], ['askExtension', 'askTransfer']);
  }

  /* Evidence and note */
  sending(ui, {
    path: `${path}/evidence`,
    place: 'uploadProblem',
    last: 'submit',
    usable,
    received(answer) {
      render(answer);
      if (answer.hints && answer.hints.length) {
        ui.say('uploadProblem', answer.hints.join(' '), true);
      }
    }
  });
  const note = draft(ui, {
    path, fields: ['note'], place: 'noteProblem', usable, read: () => ({ note: ui.part('note').value })
  });

  /* The actions */
  note.handIn('submit', 'submit', '材料已提交，等待本单位负责人审核。');
  const panel = which => {
    ['extension', 'transfer'].forEach(it => ui.show(it, it === which));
    if (which) {
      ui.part(which).querySelector('input, select').focus();
    }
  };
  ui.on('askExtension', 'click', () => panel('extension'));
  ui.on('askTransfer', 'click', () => {
    panel('transfer');
    offerUnits(ui, task.unitCode, 'transferProblem');
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

  const [answer] = await Promise.all([call('GET', path), limits(ui)]);
  ui.part('note').value = answer.draftNote || '';
  note.settle();
  render(answer);
  ui.onClaim(async claimed => {
    if (claimed && !task.editable) {
      task = await call('GET', path);
    }
    ui.allow(usable(), ['note'], ['choose', 'submit', 'save']);
    ui.part('drop').classList.toggle('cj-off', !usable());
    render(task);
  });
}

/* ---- 单位审核 ---- */

async function confirm(ui, id) {
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

  const task = await call('GET', path);
  head(ui, task);
  ui.text('note', task.note || '经办人没有填写说明。');
  ui.part('evidence').replaceChildren(...task.evidence.map(item => evidenceRow(item)));
  ui.text('count', `共 ${task.evidence.length} 份`);
  ui.text('submitted', task.submittedBy ? `${task.submittedBy} 于 ${day(task.submittedAt)} 提交` : '');
  ui.onClaim(claimed => ui.allow(claimed, ['opinion'], ['agree', 'sendBack']));
}

register('handle', 'assignmentId', handle);
register('confirm', 'assignmentId', confirm);

export default {};
