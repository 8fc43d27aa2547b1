package org.chuangjian.criteria;

import java.time.OffsetDateTime;

/**
 * 评价细则: one edition of one kind's criteria table.
 *
 * @param kind the campaign kind, e.g. {@code foodSafetyCounty}
 * @param edition as the office calls it, e.g. 2023版
 * @param sha256 of the file it came from
 * @param importedBy account of the person
 * @param importedByName the person's name as it was then
 */
public record CriteriaSet(
        String id,
        String kind,
        String edition,
        String fileName,
        String sha256,
        String importedBy,
        String importedByName,
        OffsetDateTime importedAt) {}
