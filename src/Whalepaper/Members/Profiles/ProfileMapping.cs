using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Talks;

namespace Whalepaper.Members.Profiles;

internal sealed class ProfileClaimMapping : IEntityTypeConfiguration<ProfileClaim>
{
    public void Configure(EntityTypeBuilder<ProfileClaim> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasOne(c => c.Profile).WithMany().HasForeignKey(c => c.ProfileId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(c => c.By).WithMany().HasForeignKey(c => c.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.EndedById).OnDelete(DeleteBehavior.Restrict);
        // One waiting claim a person and profile, however often the button is pressed.
        builder.HasIndex(c => new { c.ProfileId, c.ById }).IsUnique().HasFilter("\"End\" IS NULL");
        builder.HasIndex(c => c.End);
    }
}

internal sealed class ProfileMergeMapping : IEntityTypeConfiguration<ProfileMerge>
{
    public void Configure(EntityTypeBuilder<ProfileMerge> builder)
    {
        builder.Property(m => m.Version).IsConcurrencyToken();
        builder.HasOne(m => m.From).WithMany().HasForeignKey(m => m.FromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(m => m.Into).WithMany().HasForeignKey(m => m.IntoId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(m => m.UndoneById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(m => m.Credits).WithOne().HasForeignKey(c => c.MergeId);
        builder.HasMany(m => m.Rows).WithOne().HasForeignKey(r => r.MergeId);
        // A profile is given up to one other at a time.
        builder.HasIndex(m => m.FromId).IsUnique().HasFilter("\"UndoneAt\" IS NULL");
    }
}

internal sealed class MergedCreditMapping : IEntityTypeConfiguration<MergedCredit>
{
    public void Configure(EntityTypeBuilder<MergedCredit> builder)
    {
        builder.ToTable("MergedCredits");
        builder.HasKey(c => new { c.MergeId, c.TalkId });
        builder.HasOne<Talk>().WithMany().HasForeignKey(c => c.TalkId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MergedRowMapping : IEntityTypeConfiguration<MergedRow>
{
    public void Configure(EntityTypeBuilder<MergedRow> builder)
    {
        builder.ToTable("MergedRows");
        builder.HasKey(r => new { r.MergeId, r.Kind, r.Number, r.Place });
    }
}
