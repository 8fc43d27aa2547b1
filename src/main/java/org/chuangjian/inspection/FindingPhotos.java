package org.chuangjian.inspection;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.chuangjian.evidence.FileUse;
import org.chuangjian.evidence.StoredFiles;
import org.chuangjian.evidence.Upload;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.chuangjian.shared.Rows;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Photos of findings: stored like evidence, read like the finding they belong to. */
@Component
public class FindingPhotos implements FileUse {

    private static final Logger LOG = LoggerFactory.getLogger(FindingPhotos.class);

    /** One phone, one site: more is a slip. Each photo may still be as large as the limits of evidence allow. */
    static final int MOST_PHOTOS = 12;

    private final JdbcClient jdbc;
    private final StoredFiles files;
    private final Findings findings;
    private final Clock clock;

    FindingPhotos(JdbcClient jdbc, StoredFiles files, Findings findings, Clock clock) {
        this.jdbc = jdbc;
        this.files = files;
        this.findings = findings;
        this.clock = clock;
    }

    /** A photo on the disk, not yet in any register. */
    record Taken(StoredFiles.Content content, @Nullable Place place, String takenAt) {}

    /** @throws Problem 422 for what is no picture or breaks the limits of uploads */
    Taken take(Upload upload) {
        StoredFiles.Content content = files.store(upload);
        if (!content.picture()) {
            throw Problem.invalid("not-a-photo", content.name() + "：这里只接收照片（JPG、PNG、HEIC 等），请重新拍摄或选择照片。");
        }
        return read(content);
    }

    private Taken read(StoredFiles.Content content) {
        Path file = files.path(content.sha256());
        try {
            Metadata metadata = ImageMetadataReader.readMetadata(file.toFile());
            GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
            GeoLocation where = gps == null ? null : gps.getGeoLocation();
            ExifSubIFDDirectory exif = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
            String taken = exif == null ? null : exif.getString(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL);
            return new Taken(
                    content,
                    where == null || where.isZero()
                            ? null
                            : Place.of(
                                    BigDecimal.valueOf(where.getLatitude()), BigDecimal.valueOf(where.getLongitude())),
                    taken(taken));
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // A photo without readable data about itself is a photo all the same.
            LOG.debug("No data in photo {}", content.sha256(), e);
            return new Taken(content, null, "");
        }
    }

    /** Cameras write 2026:05:04 13:02:01. */
    private static String taken(@Nullable String text) {
        if (text == null || !text.matches("\\d{4}:\\d\\d:\\d\\d \\d\\d:\\d\\d(:\\d\\d)?")) {
            return "";
        }
        return text.substring(0, 10).replace(':', '-') + text.substring(10, 16);
    }

    /** @param clientId given by the sender; a photo of the same sender and id is not added twice */
    FindingPhoto add(
            String findingId,
            FindingPhoto.Role role,
            @Nullable String beforeId,
            Taken photo,
            @Nullable String clientId,
            CurrentUser by) {
        if (StringUtils.isNotBlank(clientId)) {
            Optional<FindingPhoto> known = jdbc.sql("select * from finding_photo where client_id = ?")
                    .param(clientId)
                    .query(Rows.of(FindingPhoto.class))
                    .optional();
            if (known.isPresent() && known.get().findingId().equals(findingId)) {
                return known.get();
            }
        }
        List<FindingPhoto> there = of(findingId);
        if (there.stream().filter(it -> it.role() == role).count() >= MOST_PHOTOS) {
            throw Problem.invalid("too-many-photos", "每个问题的" + role.label() + "照片最多 " + MOST_PHOTOS + " 张。");
        }
        if (beforeId != null
                && there.stream().noneMatch(it -> it.id().equals(beforeId) && it.role() == FindingPhoto.Role.BEFORE)) {
            throw Problem.invalid("before-photo", "没有对应的整改前照片，请刷新页面后重新选择。");
        }
        if (role == FindingPhoto.Role.AFTER
                && there.stream()
                        .anyMatch(it -> it.role() == FindingPhoto.Role.BEFORE
                                && it.sha256().equals(photo.content().sha256()))) {
            throw Problem.invalid("same-photo", "整改后照片与整改前照片是同一张，请在同一位置重新拍摄。");
        }
        String id = Ids.next();
        Place place = photo.place();
        jdbc.sql(
                        "insert into finding_photo (id, client_id, finding_id, role, before_id, name, media_type, size, sha256,"
                                + " latitude, longitude, taken_at, added_by, added_by_name, added_at)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        StringUtils.trimToNull(clientId),
                        findingId,
                        role.name(),
                        beforeId,
                        photo.content().name(),
                        photo.content().mediaType(),
                        photo.content().size(),
                        photo.content().sha256(),
                        place == null ? null : place.latitude(),
                        place == null ? null : place.longitude(),
                        photo.takenAt(),
                        by.account(),
                        by.name(),
                        OffsetDateTime.now(clock))
                .update();
        return find(id);
    }

    private FindingPhoto find(String id) {
        return jdbc.sql("select * from finding_photo where id = ?")
                .param(id)
                .query(Rows.of(FindingPhoto.class))
                .optional()
                .orElseThrow(() -> Problem.notFound("没有这张照片，或您无权查看。"));
    }

    /** In the order they were added. */
    List<FindingPhoto> of(String findingId) {
        return jdbc.sql("select * from finding_photo where finding_id = ? order by added_at, id")
                .param(findingId)
                .query(Rows.of(FindingPhoto.class))
                .list();
    }

    /** The photos of several findings: one statement. */
    Map<String, List<FindingPhoto>> of(Collection<String> findingIds) {
        if (findingIds.isEmpty()) {
            return Map.of();
        }
        return new HashMap<>(jdbc
                .sql("select * from finding_photo where finding_id in (:ids) order by added_at, id")
                .param("ids", findingIds)
                .query(Rows.of(FindingPhoto.class))
                .list()
                .stream()
                .collect(Collectors.groupingBy(FindingPhoto::findingId)));
    }

    void remove(FindingPhoto photo) {
        jdbc.sql("delete from finding_photo where id = ?").param(photo.id()).update();
    }

    /**
     * The photo, for who may know of its finding.
     *
     * @throws Problem 404 otherwise
     */
    public ResponseEntity<Resource> content(String id, boolean inline) {
        FindingPhoto photo = find(id);
        findings.requireVisible(photo.findingId());
        return files.answer(photo.name(), photo.mediaType(), photo.sha256(), inline);
    }

    @Override
    public boolean uses(String sha256) {
        return jdbc.sql("select (select count(*) from finding_photo where sha256 = :content)"
                                + " + (select count(*) from site where photo_sha256 = :content)")
                        .param("content", sha256)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
