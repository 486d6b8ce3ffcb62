using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Admission.Elections;

internal sealed class ElectionMapping : IEntityTypeConfiguration<Election>
{
    public void Configure(EntityTypeBuilder<Election> builder)
    {
        builder.Property(e => e.Version).IsConcurrencyToken();
        builder.Ignore(e => e.Outcome);
        builder.HasIndex(e => e.Runs).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(e => e.CalledById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(e => e.Ballot).WithOne().HasForeignKey<Election>(e => e.BallotId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(e => e.Candidacies).WithOne().HasForeignKey(c => c.ElectionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class CandidacyMapping : IEntityTypeConfiguration<Candidacy>
{
    public void Configure(EntityTypeBuilder<Candidacy> builder)
    {
        builder.HasKey(c => new { c.ElectionId, c.MemberId });
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
