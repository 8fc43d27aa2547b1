package org.chuangjian.insight;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A share with the two counts it was made of; of nothing there is no share. */
public record Rate(int done, int total) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * Percent, half-up to one decimal; without decimals where the share is a whole percent. So 80 is exactly 80 and
     * 100.0 is nearly 100. Null if there is nothing to share.
     */
    @JsonProperty
    public @Nullable BigDecimal percent() {
        if (total == 0) {
            return null;
        }
        BigDecimal percent =
                HUNDRED.multiply(BigDecimal.valueOf(done)).divide(BigDecimal.valueOf(total), 1, RoundingMode.HALF_UP);
        boolean whole = (long) done * 100 % total == 0;
        return whole ? percent.setScale(0, RoundingMode.UNNECESSARY) : percent;
    }

    /** As a page shows it: 80%, 87.3%, or — where there is nothing to share. */
    public String text() {
        BigDecimal percent = percent();
        return percent == null ? "—" : percent.toPlainString() + "%";
    }
}
