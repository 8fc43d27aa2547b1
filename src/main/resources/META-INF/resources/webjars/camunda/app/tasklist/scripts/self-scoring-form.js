// The form of the process selfScoring: a unit's points in a round of self-evaluation.
import { button, call, day, leave, make, prose, register, root } from './form-kit.js';

const SELF_STATES = { OPEN: '待自评', SCORED: '待审核', RETURNED: '退回', CHECKED: '已审核' };

async function selfScoring(ui, partId) {
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
      make('p', 'cj-text cj-hint', `评分规则：${prose(line.ruleText)}`));
    if (line.summed) {
      row.append(make('p', 'cj-hint', '本指标其余部分按公式计算，这里只评需人工评审的部分。'));
    }
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
    const refused = make('p', 'cj-problem');
    refused.setAttribute('role', 'alert');
    refused.hidden = true;
    const send = button('btn-primary', line.points === null ? '提交得分' : '重新提交', async () => {
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
    send.disabled = !ui.claimed();
    row.append(field('得分', points), field('得分理由', reason), refused, send);
    return row;
  }

  function summary(sheet) {
    ui.text('round', `第 ${sheet.round.number} 轮自评`);
    ui.text('due', day(sheet.round.dueDate));
    ui.text('standing', `${sheet.lines.length - waiting(sheet)} / ${sheet.lines.length} 项已打分`);
    ui.part('link').href = `${root}/campaigns/${encodeURIComponent(sheet.round.campaignId)}/self-evaluation`;
  }

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
}

register('selfScoring', 'partId', selfScoring);

export default {};
