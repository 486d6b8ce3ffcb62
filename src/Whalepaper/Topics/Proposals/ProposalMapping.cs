using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

internal sealed class ProposalMapping : IEntityTypeConfiguration<Proposal>
{
    public void Configure(EntityTypeBuilder<Proposal> builder)
    {
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasOne(p => p.List).WithMany().HasForeignKey(p => new { p.TopicId, p.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(p => p.Paper).WithMany().HasForeignKey(p => p.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(p => p.By).WithMany().HasForeignKey(p => p.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(p => p.EndedById).OnDelete(DeleteBehavior.Restrict);
        // A paper waits once a list, however many propose it.
        builder.HasIndex(p => new { p.TopicId, p.TrackId, p.PaperId }).IsUnique().HasFilter("\"End\" IS NULL");
        builder.HasIndex(p => new { p.End, p.At });
        builder.HasIndex(p => new { p.ById, p.End });
    }
}

internal sealed class WishMapping : IEntityTypeConfiguration<Wish>
{
    public void Configure(EntityTypeBuilder<Wish> builder)
    {
        builder.HasKey(w => new { w.TopicId, w.TrackId, w.PaperId, w.MemberId });
        builder.HasOne<TopicTrack>().WithMany().HasForeignKey(w => new { w.TopicId, w.TrackId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Paper>().WithMany().HasForeignKey(w => w.PaperId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(w => w.Member).WithMany().HasForeignKey(w => w.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
