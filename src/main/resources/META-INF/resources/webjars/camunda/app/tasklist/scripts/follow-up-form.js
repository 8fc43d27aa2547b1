// The form of the process followUp: what a unit reports on a follow-up or a yearly task.
import { call, day, draft, evidenceRow, limits, register, sending } from './form-kit.js';

async function followUp(ui, id) {
  const path = `/api/unit-reports/${encodeURIComponent(id)}`;
  let item;

  const usable = () => ui.claimed() && item && item.mayReport;

  function render(answer) {
    item = answer;
    ui.text('heading', item.heading);
    ui.text('demand', item.demand);
    ui.text('due', day(item.dueDate));
    ui.lamp(item.lamp);
    ui.show('returned', Boolean(item.opinion));
    ui.text('reason', item.opinion);
    ui.part('evidence').replaceChildren(...item.evidence.map(file => evidenceRow(file,
      usable() && !['入库', '定稿'].includes(file.state) && (pressed => ui.run(pressed, 'fileProblem',
        async () => render(await call('DELETE', `${path}/evidence/${encodeURIComponent(file.id)}`)))))));
  }

  sending(ui, { path: `${path}/evidence`, place: 'fileProblem', last: 'send', usable, received: render });
  const note = draft(ui, {
    path, fields: ['note'], place: 'noteProblem', usable, read: () => ({ note: ui.part('note').value })
  });
  note.handIn('send', 'report', '办理情况已提交，等待创建办确认。');

  const [answer] = await Promise.all([call('GET', path), limits(ui)]);
  ui.part('note').value = answer.note;
  note.settle();
  render(answer);
  ui.onClaim(() => {
    ui.allow(usable(), ['note'], ['send', 'save', 'choose']);
    render(item);
  });
}

register('followUp', 'itemId', followUp);

export default {};
