using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Whalepaper.Members;

namespace Whalepaper.Notices.Deliveries;

internal sealed class DeliveryMapping : IEntityTypeConfiguration<Delivery>
{
    public void Configure(EntityTypeBuilder<Delivery> builder)
    {
        builder.Property(d => d.Version).IsConcurrencyToken();
        builder.Ignore(d => d.CanRetry);
        // Nobody hears of one occasion twice on one channel, however often it is caused.
        builder.HasIndex(d => new { d.Occasion, d.Recipient, d.Channel }).IsUnique();
        builder.HasIndex(d => d.Uid).IsUnique();
        // What the worker asks for all the time: in this order, however many wait, it reads no more than it takes.
        builder.HasIndex(d => new { d.State, d.Precedence, d.Due, d.Id, d.Channel });
        builder.HasIndex(d => d.Recipient);
        builder.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PausedAddressMapping : IEntityTypeConfiguration<PausedAddress>
{
    public void Configure(EntityTypeBuilder<PausedAddress> builder)
    {
        builder.HasKey(p => p.Address);
        builder.Property(p => p.Version).IsConcurrencyToken();
    }
}
