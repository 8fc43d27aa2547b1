package org.chuangjian.supervision;

import java.time.LocalDate;
import org.chuangjian.support.FoodCounty;

/** On the embedded database. */
class FindingSupervisionOnH2Tests extends FindingSupervisionTests {

    @Override
    FoodCounty started(LocalDate today) {
        return FoodCounty.on(today);
    }
}
