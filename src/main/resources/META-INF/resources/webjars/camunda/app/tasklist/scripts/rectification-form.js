// The form of the process rectification: what a unit does about a finding.
import { button, call, day, draft, make, offerUnits, register, removeButton, root, upload } from './form-kit.js';

async function rectify(ui, id) {
  const path = `/api/findings/${encodeURIComponent(id)}`;
  let finding;
  let before = null;
  let asking = null;

  const usable = () => ui.claimed() && finding && finding.editable;

  function photo(item, removable) {
    const figure = make('figure', 'cj-photo');
    const link = make('a');
    link.href = `${root}/api/finding-photos/${encodeURIComponent(item.id)}/content?inline=true`;
    link.target = '_blank';
    link.rel = 'noopener';
    const image = make('img');
    image.src = link.href;
    image.alt = `${item.roleLabel}照片 ${item.name}`;
    image.loading = 'lazy';
    link.append(image);
    figure.append(link, make('figcaption', '', `${item.roleLabel}　${day(item.addedAt)}${item.farFrom ? `　${item.farFrom}` : ''}`));
    if (removable) {
      figure.append(removeButton(item.name, pressed => ui.run(pressed, 'photoProblem',
        async () => render(await call('DELETE', `${path}/photos/${encodeURIComponent(item.id)}`)))));
    }
    return figure;
  }

  function pairs() {
    const list = ui.part('pairs');
    const first = finding.photos.filter(it => it.role === 'BEFORE');
    const after = finding.photos.filter(it => it.role === 'AFTER');
    const rows = first.length ? first : [null];
    list.replaceChildren(...rows.map(it => {
      const row = make('li', 'cj-file cj-pair');
      if (it) {
        row.append(photo(it, false));
      }
      after.filter(shown => !it || shown.beforeId === it.id).forEach(shown => row.append(photo(shown, usable())));
      const choose = button('btn-default cj-large', '拍摄或选择整改后照片', () => {
        before = it ? it.id : null;
        ui.part('file').click();
      });
      choose.dataset.part = 'choose';
      choose.disabled = !usable();
      row.append(choose);
      return row;
    }));
  }

  function sameRow(item) {
    const row = make('li', 'cj-file cj-same');
    const place = make('input', 'form-control');
    place.placeholder = '点位名称';
    place.setAttribute('aria-label', '同类点位名称');
    place.maxLength = 200;
    place.value = item.place;
    const result = make('select', 'form-control');
    result.setAttribute('aria-label', '检查结果');
    result.append(new Option('没有同样问题', 'true'), new Option('有同样问题，已整改', 'false'));
    result.value = String(item.compliant);
    row.append(place, result, button('btn-default cj-small', '删去', () => {
      row.remove();
      text.changed();
    }));
    [place, result].forEach(it => it.addEventListener('input', text.changed));
    return row;
  }

  const written = () => ({
    plan: ui.part('plan').value,
    feedback: ui.part('feedback').value,
    noSameType: ui.part('noSameType').value,
    sameType: [...ui.part('sameType').children].map(row => ({
      place: row.querySelector('input').value,
      compliant: row.querySelector('select').value === 'true',
      note: ''
    })).filter(it => it.place.trim())
  });

  function render(answer) {
    finding = answer;
    ui.text('campaign', finding.campaignName);
    ui.text('title', `${finding.number}　${finding.place}`);
    ui.text('description', finding.description);
    ui.text('due', day(finding.dueDate) + (finding.dueDate === finding.firstDueDate ? '' : `（原 ${day(finding.firstDueDate)}）`));
    ui.text('severity', finding.severityName);
    ui.text('place', finding.place + (finding.businessTypeName ? `（${finding.businessTypeName}）` : ''));
    ui.text('criterion', `${finding.criterionCode}　${finding.level2 || ''}`);
    ui.part('order').href = `${root}/findings/${encodeURIComponent(id)}/order`;
    ui.lamp(finding.lamp);
    ui.show('returned', Boolean(finding.opinion) && finding.state !== 'CLOSED' && (finding.returnCount > 0 || finding.reopenCount > 0));
    ui.text('returnedHead', finding.returnCount > 0 ? '上次退回原因' : '反弹情况');
    ui.text('reason', finding.opinion);
    ui.text('missing', finding.missing.length ? `还缺：${finding.missing.join('；')}。` : '照片和举一反三已齐，可以提交。');
    ui.part('missing').classList.toggle('cj-good', finding.missing.length === 0);
    pairs();
    const open = finding.requests.find(it => it.state === 'OPEN');
    ui.show('request', Boolean(open));
    if (open) {
      ui.text('request', `已提出${open.kindLabel}，等待创建办决定，其间期限照常计算，可以继续整改。`);
    }
    ['askExtension', 'askTransfer', 'askAppeal'].forEach(it => {
      ui.part(it).disabled = Boolean(open) || !usable() || (it === 'askExtension' && finding.extended);
    });
  }

  const text = draft(ui, {
    path, fields: ['plan', 'feedback', 'noSameType'], place: 'noteProblem', usable, read: written, kept: render
  });
  ui.on('addSame', 'click', () => {
    const row = sameRow({ place: '', compliant: true });
    ui.part('sameType').append(row);
    row.querySelector('input').focus();
  });

  ui.part('file').addEventListener('change', () => {
    const [file] = ui.part('file').files;
    ui.part('file').value = '';
    if (file && usable()) {
      const query = before ? `?before=${encodeURIComponent(before)}` : '';
      ui.say('photoProblem', '');
      upload(`${path}/photos${query}`, file, percent => {
        ui.text('savedAt', percent < 100 ? `照片上传 ${percent}%` : '');
      }).then(render).catch(e => ui.say('photoProblem', e.message));
    }
  });

  text.handIn('submit', 'submit', '整改反馈已提交，等待核查。');

  const NAMES = { EXTENSION: '申请延期', TRANSFER: '转办', APPEAL: '申诉' };
  const ask = kind => () => {
    asking = kind;
    ui.show('asking', true);
    ui.text('askingHead', NAMES[kind]);
    ui.show('askingDate', kind === 'EXTENSION');
    ui.show('askingUnit', kind === 'TRANSFER');
    ui.part('askReason').focus();
    if (kind === 'TRANSFER') {
      offerUnits(ui, finding.unitCode, 'askProblem');
    }
  };
  ui.on('askExtension', 'click', ask('EXTENSION'));
  ui.on('askTransfer', 'click', ask('TRANSFER'));
  ui.on('askAppeal', 'click', ask('APPEAL'));
  ui.on('cancelAsk', 'click', () => ui.show('asking', false));
  ui.action('sendAsk', 'askProblem', async () => {
    if (asking === 'EXTENSION' && !ui.part('wantedDate').value) {
      throw new Error('请选择希望延至的日期。');
    }
    await call('POST', `${path}/dispute`, {
      kind: asking,
      reason: ui.part('askReason').value,
      wantedDate: asking === 'EXTENSION' ? ui.part('wantedDate').value : null,
      targetUnit: asking === 'TRANSFER' ? ui.part('targetUnit').value || null : null
    });
    ui.show('asking', false);
    render(await call('GET', path));
  });

  const answer = await call('GET', path);
  ui.part('plan').value = answer.plan;
  ui.part('feedback').value = answer.feedback;
  ui.part('noSameType').value = answer.noSameType;
  ui.part('sameType').replaceChildren(...answer.sameType.map(sameRow));
  text.settle();
  render(answer);
  ui.onClaim(async claimed => {
    if (claimed) {
      finding = await call('GET', path);
    }
    ui.allow(usable(), ['plan', 'feedback', 'noSameType'], ['addSame', 'submit', 'save']);
    ui.part('sameType').querySelectorAll('input, select, button').forEach(it => {
      it.disabled = !usable();
    });
    render(finding);
  });
}

register('rectify', 'findingId', rectify);

export default {};
