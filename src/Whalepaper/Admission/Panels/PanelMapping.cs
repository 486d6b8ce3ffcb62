using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Admission.Panels;

internal sealed class PanelSeatMapping : IEntityTypeConfiguration<PanelSeat>
{
    public void Configure(EntityTypeBuilder<PanelSeat> builder)
    {
        builder.HasKey(s => new { s.ApplicationId, s.MemberId });
        builder.HasOne<Application>().WithMany().HasForeignKey(s => s.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TieWordMapping : IEntityTypeConfiguration<TieWord>
{
    public void Configure(EntityTypeBuilder<TieWord> builder)
    {
        builder.HasKey(t => new { t.ApplicationId, t.MemberId });
        builder.HasOne<Application>().WithMany().HasForeignKey(t => t.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(t => t.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PanelQuestionMapping : IEntityTypeConfiguration<PanelQuestion>
{
    public void Configure(EntityTypeBuilder<PanelQuestion> builder)
    {
        builder.Property(q => q.Version).IsConcurrencyToken();
        builder.HasIndex(q => new { q.ById, q.Key }).IsUnique();
        builder.HasOne<Application>().WithMany().HasForeignKey(q => q.ApplicationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(q => q.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<PanelQuestion>().WithMany().HasForeignKey(q => q.FollowsId).OnDelete(DeleteBehavior.Restrict);
    }
}
