using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Talks.Handovers;

internal sealed class HandoverMapping : IEntityTypeConfiguration<Handover>
{
    public void Configure(EntityTypeBuilder<Handover> builder)
    {
        builder.Property(h => h.Version).IsConcurrencyToken();
        builder.Ignore(h => h.AwaitsCommittee);
        builder.HasOne(h => h.Talk).WithMany().HasForeignKey(h => h.TalkId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(h => h.Swap).WithMany().HasForeignKey(h => h.SwapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(h => h.From).WithMany().HasForeignKey(h => h.FromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(h => h.To).WithMany().HasForeignKey(h => h.ToId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(h => h.TakenBy).WithMany().HasForeignKey(h => h.TakenById).OnDelete(DeleteBehavior.Restrict);
        // A talk is offered once at a time.
        builder.HasIndex(h => h.TalkId).IsUnique().HasFilter("\"End\" IS NULL");
        builder.HasIndex(h => new { h.End, h.At });
    }
}
