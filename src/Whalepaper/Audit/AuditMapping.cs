using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Audit;

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.HasIndex(e => new { e.Act, e.Id });
        builder.HasIndex(e => new { e.ById, e.Id });
        builder.HasIndex(e => new { e.MemberId, e.Id });
        builder.HasIndex(e => e.At);
    }
}
