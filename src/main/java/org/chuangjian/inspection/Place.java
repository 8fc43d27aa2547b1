package org.chuangjian.inspection;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** A spot on earth, in degrees with six decimals (a tenth of a metre). */
record Place(BigDecimal latitude, BigDecimal longitude) {

    private static final double EARTH_METRES = 6_371_000;

    Place {
        latitude = latitude.setScale(6, RoundingMode.HALF_UP);
        longitude = longitude.setScale(6, RoundingMode.HALF_UP);
    }

    /** Nothing if one of the two is missing or no place on earth. */
    static @Nullable Place of(@Nullable BigDecimal latitude, @Nullable BigDecimal longitude) {
        if (latitude == null
                || longitude == null
                || latitude.abs().compareTo(BigDecimal.valueOf(90)) > 0
                || longitude.abs().compareTo(BigDecimal.valueOf(180)) > 0) {
            return null;
        }
        return new Place(latitude, longitude);
    }

    long metresTo(Place other) {
        double from = Math.toRadians(latitude.doubleValue());
        double to = Math.toRadians(other.latitude.doubleValue());
        double half = Math.sin((to - from) / 2);
        double side = Math.sin(Math.toRadians(other.longitude.doubleValue() - longitude.doubleValue()) / 2);
        double a = half * half + Math.cos(from) * Math.cos(to) * side * side;
        return Math.round(2 * EARTH_METRES * Math.asin(Math.sqrt(a)));
    }
}
