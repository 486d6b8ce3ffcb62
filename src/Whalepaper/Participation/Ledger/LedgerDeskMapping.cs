using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Ledger;

internal sealed class ManualEntryMapping : IEntityTypeConfiguration<ManualEntry>
{
    public void Configure(EntityTypeBuilder<ManualEntry> builder)
    {
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasIndex(m => new { m.MemberId, m.TopicId });
        builder.HasIndex(m => new { m.ById, m.Key }).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.TakenBackById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(m => new { m.TopicId, m.TrackId }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LedgerDisputeMapping : IEntityTypeConfiguration<LedgerDispute>
{
    public void Configure(EntityTypeBuilder<LedgerDispute> builder)
    {
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.HasIndex(d => d.OpenFor).IsUnique();
        builder.HasIndex(d => new { d.MemberId, d.TopicId });
        builder.HasIndex(d => new { d.AnsweredAt, d.At });
        builder.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(d => d.AnsweredById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(d => d.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<ManualEntry>().WithMany().HasForeignKey(d => d.ManualEntryId).OnDelete(DeleteBehavior.Restrict);
        // What is disputed may go; that it was disputed stays.
        builder.HasOne<LedgerEntry>().WithMany().HasForeignKey(d => d.EntryId).OnDelete(DeleteBehavior.SetNull);
    }
}
