using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Whalepaper.Charter;

internal sealed class GroupMapping : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.Property(g => g.Version).IsConcurrencyToken();
        builder.Ignore(g => g.Zone);
    }
}

internal sealed class CharterRevisionMapping : IEntityTypeConfiguration<CharterRevision>
{
    public void Configure(EntityTypeBuilder<CharterRevision> builder) => builder.HasKey(r => r.Id);
}
