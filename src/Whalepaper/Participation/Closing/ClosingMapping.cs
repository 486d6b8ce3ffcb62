using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Closing;

internal sealed class TopicClosingMapping : IEntityTypeConfiguration<TopicClosing>
{
    public void Configure(EntityTypeBuilder<TopicClosing> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Runs);
        builder.HasIndex(c => c.RunsFor).IsUnique();
        builder.HasIndex(c => c.TopicId);
        builder.HasOne<Topic>().WithMany().HasForeignKey(c => c.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(c => c.RunsFor).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.FrozenById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.ToldById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.ExecutedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.PublishedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.EndedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClosingCaseMapping : IEntityTypeConfiguration<ClosingCase>
{
    /// <summary>Nobody decides about themselves, nobody is two, and nobody is moved whom no person decided to move; in the words that both engines share.</summary>
    public const string ByPeople =
        """
        ("DecidedById" IS NULL OR "DecidedById" <> "MemberId")
        AND ("SecondById" IS NULL OR ("SecondById" <> "MemberId" AND "SecondById" <> "DecidedById"))
        AND ("Decision" IS NULL) = ("DecidedById" IS NULL)
        AND ("Decision" IS NULL OR ("Kind" = 3 AND "ToldAt" IS NOT NULL))
        AND ("BeforeStanding" IS NULL OR "Decision" IN (2, 3))
        """;

    public void Configure(EntityTypeBuilder<ClosingCase> builder)
    {
        builder.ToTable("ClosingCases", table => table.HasCheckConstraint("CK_ClosingCases_ByPeople", ByPeople));
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Ignore(c => c.Evidence).Ignore(c => c.IsOpen).Ignore(c => c.IsMoved);
        builder.HasIndex(c => new { c.ClosingId, c.MemberId }).IsUnique();
        builder.HasIndex(c => new { c.ClosingId, c.Kind, c.Decision });
        builder.HasOne<TopicClosing>().WithMany().HasForeignKey(c => c.ClosingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(c => c.Member).WithMany().HasForeignKey(c => c.MemberId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.SecondById).OnDelete(DeleteBehavior.Restrict);
    }
}
