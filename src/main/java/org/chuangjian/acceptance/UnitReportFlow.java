package org.chuangjian.acceptance;

import java.util.Collection;
import java.util.Map;

/** What units' reports need of their processes. Every call joins the caller's transaction. */
public interface UnitReportFlow {

    /** Starts one process instance for each item: id → unit, the instance's tenant. */
    void start(Map<String, String> unitByItem);

    /** The unit has handed in; the office is to look at it. */
    void reported(String itemId);

    /** The office agreed, and the process ends, or gave it back. */
    void decided(String itemId, boolean accepted);

    /** Ends those that still run. */
    void end(Collection<String> itemIds);

    /** Removes every trace, for the example county. */
    void remove(Collection<String> itemIds);
}
