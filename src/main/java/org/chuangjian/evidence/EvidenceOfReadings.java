package org.chuangjian.evidence;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.chuangjian.identity.Access;
import org.chuangjian.identity.CurrentUser;
import org.chuangjian.identity.Permission;
import org.chuangjian.metric.ReadingProofs;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Documents that prove a figure: whoever tells it may name what he may read. */
@Component
class EvidenceOfReadings implements ReadingProofs {

    private static final int OFFERED = 200;
    private static final int LISTED = 5;

    private final EvidenceBook book;
    private final EvidenceAccess rights;
    private final Access access;

    EvidenceOfReadings(EvidenceBook book, EvidenceAccess rights, Access access) {
        this.book = book;
        this.rights = rights;
        this.access = access;
    }

    @Override
    public String require(String idOrName, @Nullable String campaignId, String unitCode) {
        Evidence there = book.find(idOrName).orElse(null);
        if (there != null) {
            try {
                rights.requireReadable(there);
            } catch (Problem problem) {
                throw Problem.invalid("evidence", "佐证材料“" + idOrName + "”不能引用：" + problem.detail());
            }
            return there.id();
        }
        List<Evidence> named = book.named(idOrName, campaignId, readable());
        List<Evidence> own =
                named.stream().filter(it -> it.unitCode().equals(unitCode)).toList();
        List<Evidence> meant = own.isEmpty() ? named : own;
        if (meant.isEmpty()) {
            throw Problem.invalid(
                    "evidence", "没有编号或名称为“" + idOrName + "”的佐证材料，或您无权查看；请照“材料台账”填写完整的文件名（含扩展名），尚未上传的请先上传。");
        }
        if (meant.size() > 1) {
            throw Problem.invalid(
                    "evidence",
                    "有 " + meant.size() + " 份名为“" + idOrName + "”的佐证材料，请改填编号："
                            + meant.stream()
                                    .limit(LISTED)
                                    .map(it -> it.id() + "（" + it.uploadedAt().toLocalDate() + " 上传）")
                                    .collect(Collectors.joining("、"))
                            + "。");
        }
        return meant.get(0).id();
    }

    @Override
    public List<String> names(String campaignId) {
        return book.names(campaignId, readable(), OFFERED);
    }

    /** The unit whose documents alone the person may read; null for all. */
    private @Nullable String readable() {
        CurrentUser user = access.current();
        return user.may(Permission.READ_CAMPAIGNS) ? null : Objects.requireNonNullElse(user.unitCode(), "");
    }
}
