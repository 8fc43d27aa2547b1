package org.chuangjian.organisation;

/** What a unit has still to do, said by whoever keeps it: asked before the unit goes out of use. */
public interface UnitDuties {

    Duty of(String unitCode);

    /**
     * @param what e.g. 未办结任务
     * @param measure the word that counts it, e.g. 项
     * @param link page of ours that lists exactly these
     */
    record Duty(String what, long count, String measure, String link) {

        public String said() {
            return what + " " + count + " " + measure;
        }
    }
}
