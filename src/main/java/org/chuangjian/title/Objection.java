package org.chuangjian.title;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * 异议 against a naming.
 *
 * @param number within the campaign, from 1
 * @param objector name of who objects, "" if anonymous; the office alone may read it
 * @param sustained whether the investigation found it true; null before
 */
public record Objection(
        String id,
        String campaignId,
        int number,
        boolean realName,
        String objector,
        String contact,
        Channel channel,
        LocalDate receivedOn,
        String content,
        State state,
        String investigator,
        String finding,
        @Nullable Boolean sustained,
        String answer,
        @Nullable LocalDate answeredOn,
        String lastBy,
        OffsetDateTime lastAt,
        int version) {

    /** How it came in. */
    public enum Channel {
        PHONE("电话"),
        MAIL("邮箱"),
        LETTER("来信"),
        VISIT("来访"),
        DISCIPLINE("纪检转来"),
        HIGHER("上级转来");

        private final String label;

        Channel(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** 待核实 → 已核实 → 已答复. */
    public enum State {
        RECEIVED("待核实"),
        INVESTIGATED("已核实，待答复"),
        ANSWERED("已答复");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public boolean open() {
        return state != State.ANSWERED;
    }

    /** As somebody outside the office may read it. */
    Objection withoutNames() {
        return new Objection(
                id,
                campaignId,
                number,
                realName,
                "",
                "",
                channel,
                receivedOn,
                content,
                state,
                investigator,
                finding,
                sustained,
                answer,
                answeredOn,
                lastBy,
                lastAt,
                version);
    }
}
