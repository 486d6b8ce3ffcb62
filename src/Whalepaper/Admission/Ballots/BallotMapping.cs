using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Admission.Ballots;

internal sealed class BallotMapping : IEntityTypeConfiguration<Ballot>
{
    public void Configure(EntityTypeBuilder<Ballot> builder)
    {
        builder.Property(b => b.Version).IsConcurrencyToken();
        builder.HasIndex(b => new { b.ClosedAt, b.ClosesAt });
        builder.ComplexProperty(b => b.Terms, terms => terms.Property(t => t.Threshold).HasPrecision(5, 2));
        builder.HasMany(b => b.Options).WithOne().HasForeignKey(o => o.BallotId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(b => b.Voters).WithOne().HasForeignKey(v => v.BallotId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class BallotOptionMapping : IEntityTypeConfiguration<BallotOption>
{
    public void Configure(EntityTypeBuilder<BallotOption> builder)
    {
        builder.HasKey(o => new { o.BallotId, o.Place });
        builder.HasIndex(o => new { o.BallotId, o.MemberId }).IsUnique();
        builder.HasOne<Member>().WithMany().HasForeignKey(o => o.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BallotVoterMapping : IEntityTypeConfiguration<BallotVoter>
{
    public void Configure(EntityTypeBuilder<BallotVoter> builder)
    {
        // One slip each, whatever is sent at the same moment.
        builder.HasKey(v => new { v.BallotId, v.MemberId });
        builder.HasOne<Member>().WithMany().HasForeignKey(v => v.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class BallotBoxMapping : IEntityTypeConfiguration<BallotBox>
{
    public void Configure(EntityTypeBuilder<BallotBox> builder)
    {
        builder.HasKey(b => b.BallotId);
        builder.HasOne(b => b.Ballot).WithOne().HasForeignKey<BallotBox>(b => b.BallotId).OnDelete(DeleteBehavior.Cascade);
    }
}
