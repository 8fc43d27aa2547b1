package org.chuangjian.insight;

import java.util.List;
import java.util.Map;
import org.chuangjian.criteria.CriterionType;
import org.chuangjian.shared.Lamp;
import org.chuangjian.work.Assignment;
import org.chuangjian.work.AssignmentState;
import org.jspecify.annotations.Nullable;

/**
 * 挂图作战: units down, criteria across, one lamp a cell.
 *
 * @param groups first-level indicators with the number of columns each spans
 * @param total of everything on the wall
 */
public record Wall(List<Column> columns, List<Row> rows, List<Group> groups, Tally total) {

    public Wall {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        groups = List.copyOf(groups);
    }

    public record Column(String code, String level1, String level2, CriterionType type, Tally tally) {}

    /** @param cells by criterion code; a criterion that is not this unit's business is absent */
    public record Row(String unit, String name, Tally tally, Map<String, Cell> cells) {

        public @Nullable Cell cell(String criterion) {
            return cells.get(criterion);
        }
    }

    public record Group(String name, int span) {}

    public record Cell(String id, Assignment.Role role, AssignmentState state, Lamp lamp) {

        /** 牵 or 配. */
        public String part() {
            return role.label().substring(0, 1);
        }

        /** The lamp's word in one character, for those who see no colour. */
        public String word() {
            return state == AssignmentState.EXEMPT ? "免" : lamp.label().substring(0, 1);
        }
    }
}
