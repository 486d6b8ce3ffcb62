using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Improving.Suggestions;

internal sealed class SuggestionMapping : IEntityTypeConfiguration<Suggestion>
{
    public void Configure(EntityTypeBuilder<Suggestion> builder)
    {
        builder.ToTable("Suggestions");
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.Ignore(s => s.TakesSupport);
        builder.Ignore(s => s.TakesComments);
        // The same form sent twice is one suggestion.
        builder.HasIndex(s => new { s.ById, s.Key }).IsUnique();
        builder.HasIndex(s => new { s.State, s.StateSince });
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(s => s.Course).WithOne().HasForeignKey(s => s.SuggestionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SuggestionStepMapping : IEntityTypeConfiguration<SuggestionStep>
{
    public void Configure(EntityTypeBuilder<SuggestionStep> builder)
    {
        builder.ToTable("SuggestionSteps");
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuggestionSupportMapping : IEntityTypeConfiguration<SuggestionSupport>
{
    public void Configure(EntityTypeBuilder<SuggestionSupport> builder)
    {
        // One each, whatever is sent at the same moment.
        builder.HasKey(s => new { s.SuggestionId, s.MemberId });
        builder.HasOne<Suggestion>().WithMany().HasForeignKey(s => s.SuggestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(s => s.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuggestionCommentMapping : IEntityTypeConfiguration<SuggestionComment>
{
    public void Configure(EntityTypeBuilder<SuggestionComment> builder)
    {
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.HasIndex(c => new { c.ById, c.Key }).IsUnique();
        builder.HasIndex(c => new { c.SuggestionId, c.Id });
        builder.HasOne<Suggestion>().WithMany().HasForeignKey(c => c.SuggestionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.ById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Member>().WithMany().HasForeignKey(c => c.HiddenById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class SuggestionEffectMapping : IEntityTypeConfiguration<SuggestionEffect>
{
    public void Configure(EntityTypeBuilder<SuggestionEffect> builder)
    {
        // A change has one cause at most.
        builder.HasKey(e => e.EntryId);
        builder.HasOne(e => e.Entry).WithOne().HasForeignKey<SuggestionEffect>(e => e.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Suggestion>().WithMany().HasForeignKey(e => e.SuggestionId).OnDelete(DeleteBehavior.Restrict);
    }
}
