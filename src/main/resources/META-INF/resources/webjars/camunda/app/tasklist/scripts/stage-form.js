// The form of every stage of a campaign: what its gates still need, and the office's word that it is done.
import { call, day, leave, make, register, root } from './form-kit.js';

async function stage(ui, id) {
  const path = `/api/campaigns/${encodeURIComponent(id)}`;

  function render(campaign) {
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
    const decides = Boolean(campaign.waitingFor && campaign.waitingFor.decides);
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

  render(await call('GET', path));
  ui.onClaim(claimed => ui.allow(claimed, [], ['close', 'pass', 'fail']));
}

register('stage', 'campaignId', stage);

export default {};
