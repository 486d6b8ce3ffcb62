using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Notices.Inbox;

internal sealed class InboxMapping : IEntityTypeConfiguration<InboxItem>
{
    public void Configure(EntityTypeBuilder<InboxItem> builder)
    {
        // However often a delivery is tried, it lies there once.
        builder.HasIndex(i => i.Uid).IsUnique();
        builder.HasIndex(i => new { i.MemberId, i.ReadAt });
        builder.HasIndex(i => i.At);
        builder.HasOne<Member>().WithMany().HasForeignKey(i => i.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
