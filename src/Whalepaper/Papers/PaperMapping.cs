using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Papers;

internal sealed class PaperMapping : IEntityTypeConfiguration<Paper>
{
    public void Configure(EntityTypeBuilder<Paper> builder)
    {
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.NormalizedTitle);
        builder.HasIndex(p => p.ArxivId);
        builder.HasIndex(p => p.Doi);
        builder.HasMany(p => p.Works).WithOne().HasForeignKey(w => w.PaperId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SurveyedWorkMapping : IEntityTypeConfiguration<SurveyedWork>
{
    public void Configure(EntityTypeBuilder<SurveyedWork> builder)
    {
        builder.Ignore(w => w.Name);
        builder.HasIndex(w => new { w.PaperId, w.Position });
        builder.HasIndex(w => w.NormalizedTitle);
        builder.HasIndex(w => w.ArxivId);
        builder.HasIndex(w => w.Doi);
    }
}
