// The form of the process supervisionOrder: a unit answers what is demanded of it.
import { call, day, draft, fileRow, register, root, sending, size } from './form-kit.js';

async function supervision(ui, id) {
  const path = `/api/supervision-orders/${encodeURIComponent(id)}`;
  let order;

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
    ui.lamp(order.lamp);
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
    ui.part('files').replaceChildren(...order.files.map(file => fileRow(
      `/api/supervision-order-files/${encodeURIComponent(file.id)}/content?inline=true`, file.name,
      [size(file.size), file.addedByName + (file.sentAt ? '　已报送' : '')],
      usable() && !file.sentAt && (pressed => ui.run(pressed, 'fileProblem',
        async () => render(await call('DELETE', `${path}/files/${encodeURIComponent(file.id)}`)))))));
  }

  if (ui.part('file')) {
    sending(ui, { path: `${path}/files`, place: 'fileProblem', last: 'send', usable, received: render });
  }
  const text = draft(ui, {
    path, fields: ['answer'], place: 'answerProblem', usable, read: () => ({ answer: ui.part('answer').value })
  });
  text.handIn('send', 'answer', '回复已提交，等待创建办审核。');

  render(await call('GET', path));
  ui.part('answer').value = order.draftAnswer || '';
  text.settle();
  ui.onClaim(async claimed => {
    if (claimed && order.state === 'ISSUED') {
      render(await call('GET', path));
    }
    ui.allow(usable(), ['answer'], ['send', 'save', 'choose']);
    enclosed();
  });
}

register('supervision', 'orderId', supervision);

export default {};
